-- One row per series, grain and bucket ahead: net revenue in base currency, the running bucket first and whole.
select
	series,
	series_value,
	grain,
	bucket,
	step,
	mean,
	lower80,
	upper80,
	lower95,
	upper95,
	baseline,
	model,
	interval,
	made_on,
from predicted_revenue
