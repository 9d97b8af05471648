-- One row per model in use: what it is, what it was trained on, and how good it is.
select
	model,
	kind,
	version,
	fitted_at,
	refit_reason,
	trained_from,
	trained_to,
	rows,
	status,
	evidence,
	parameters,
from current_models
