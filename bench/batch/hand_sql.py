"""Cigna's policy written by hand as SQL: scope, techniques, calendar and criteria, in SQL's three values."""

OUTCOMES = """
with parsed as (
    select *,
        (case length(date_of_service) when 10 then date_of_service when 7 then date_of_service || '-01'
            else date_of_service || '-01-01' end)::date as first_day,
        (case length(date_of_service) when 10 then date_of_service::date
            when 7 then last_day((date_of_service || '-01')::date)
            else (date_of_service || '-12-31')::date end) as last_day,
        (case length(fracture_date) when 10 then fracture_date when 7 then fracture_date || '-01'
            when 4 then fracture_date || '-01-01' end)::date as broke_first,
        (case length(fracture_date) when 10 then fracture_date::date
            when 7 then last_day((fracture_date || '-01')::date)
            when 4 then (fracture_date || '-12-31')::date end) as broke_last,
        split_part(fracture_age, ' ', 1)::int as age,
        substr(split_part(fracture_age, ' ', 2), 1, 1) as age_unit,
        split_part(conservative_treatment_duration, ' ', 1)::int as tried,
        substr(split_part(conservative_treatment_duration, ' ', 2), 1, 1) as tried_unit
    from rows
), known as (
    select *,
        coalesce(symptomatic,
            case when pain_severity in ('mild', 'moderate', 'severe') then true end) as symptoms,
        coalesce(pain_severity = 'severe', case when not symptomatic then false end) as severe,
        coalesce(imaging_shows_recent_fracture, case when fracture_healed then false end) as recent,
        coalesce(conservative_treatment_failed,
            case when responding_to_conservative_treatment then false end) as failed,
        case tried_unit when 'd' then tried >= 42 when 'w' then tried >= 6 when 'm' then tried >= 2
            when 'y' then tried >= 1 end as six_weeks,
        case when broke_first > last_day - interval 3 months then true
            when broke_last <= first_day - interval 3 months then false
            when fracture_date is not null then null
            when age_unit = 'm' then age < 3
            when age_unit = 'y' then age < 1
            when age_unit = 'd' then first_day - to_days(age) > first_day - interval 3 months
            when age_unit = 'w' then first_day - to_days(7 * age) > first_day - interval 3 months
        end as under_three_months,
        coalesce(technique, case
            when code in ('22510', '22511', '22512', 'C7504', 'C7505', '22513', '22514', '22515', 'C7507',
                'C7508', '22899', 'C1062') then 'vertebroplasty'
            when code in ('0200T', '0201T') then 'sacroplasty'
            when {lumbar_or_higher} then 'vertebroplasty'
            when {sacral} then 'sacroplasty' end) as done_by
    from parsed
), criteria as (
    select *,
        recent and under_three_months and pain_correlates_with_imaging and (
            (pain_debilitating and failed and six_weeks and indication in ('osteoporotic_fracture',
                'osteolytic_metastasis', 'multiple_myeloma', 'osteolytic_other', 'osteonecrosis',
                'steroid_induced_fracture'))
            or (severe and indication in ('osteolytic_metastasis', 'multiple_myeloma'))
            or (symptoms and indication = 'hemangioma')
            or (aggressive_hemangioma and indication = 'hemangioma')
            or (symptoms and indication = 'eosinophilic_granuloma')
        ) as criteria
    from known
)
select "case", case
    when product in ('medicare_advantage_hmo', 'medicare_advantage_ppo', 'medicare_complementary',
        'federal_employee', 'state_account') then 'not_applicable'
    when done_by is null or first_day > date '2024-10-31' then 'not_applicable'
    when done_by = 'vertebral_body_stenting' and not stenting_counts_as_kyphoplasty then 'not_applicable'
    when last_day > date '2024-10-31' then 'needs_information'
    when done_by = 'sacroplasty' then 'not_met'
    when done_by = 'vertebral_body_stenting' and stenting_counts_as_kyphoplasty is null
        then 'needs_information'
    when criteria then 'met'
    when not criteria then 'not_met'
    else 'needs_information' end as outcome
from criteria
"""
_LUMBAR = (
    "0PS33",
    "0PS34",
    "0PU33",
    "0PU34",
    "0PS43",
    "0PS44",
    "0PU43",
    "0PU44",
    "0QS03",
    "0QS04",
    "0QU03",
    "0QU04",
)
_SACRAL = ("0QS13", "0QS14", "0QU13", "0QU14", "0QSS3", "0QSS4", "0QUS3", "0QUS4")


def outcomes() -> str:
    """The query, over a table called rows."""
    return OUTCOMES.format(lumbar_or_higher=_begins(_LUMBAR), sacral=_begins(_SACRAL))


def _begins(prefixes: tuple[str, ...]) -> str:
    return "(" + " or ".join(f"starts_with(code, '{each}')" for each in prefixes) + ")"
