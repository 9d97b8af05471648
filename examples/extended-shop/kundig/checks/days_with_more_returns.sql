-- Days on which more came back than was sold
-- severity: warn
select ordered_on from fct_orders_by_day where returns_count > sales_count
