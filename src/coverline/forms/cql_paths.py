"""The FHIRPath of the vocabulary that CQL can say too, one by one; what is not here is not said in CQL."""

# Codings at a path of a record R.
CODINGS = {
    "code": "R.code.coding",
    "outcome": "R.outcome.coding",
    "conclusionCode": "flatten (R.conclusionCode X return all X.coding)",
    "class": "{ R.class }",
}

# Values at a path; a date only where it has no time, which engines could take into another zone.
_QUANTITY = "(R.value as FHIR.Quantity)"
VALUES = {
    "value.ofType(boolean)": "(R.value as FHIR.boolean).value",
    "value.ofType(dateTime)": "(R.value as FHIR.dateTime).value",
    "onset.ofType(dateTime)": "(R.onset as FHIR.dateTime).value",
    "value.ofType(Quantity).value": f"{_QUANTITY}.value.value",
    "100 - value.ofType(Quantity).value": f"100.0 - {_QUANTITY}.value.value",
    "value.ofType(Quantity).value | value.ofType(integer)": (
        f"Coalesce({_QUANTITY}.value.value, ToDecimal((R.value as FHIR.integer).value))"
    ),
    "value.ofType(CodeableConcept)": "(R.value as FHIR.CodeableConcept).coding",
}

# Conditions on a record.
_PERCENT = f"{_QUANTITY}.code.value = '%' and {_QUANTITY}.comparator is null"
_SCORE = (
    f"({_QUANTITY} is not null and {_QUANTITY}.comparator is null and {_QUANTITY}.value.value <= 10.0 and "
    f"{_QUANTITY}.value.value = Truncate({_QUANTITY}.value.value) and "
    f"({_QUANTITY}.code is null or {_QUANTITY}.code.value in {{ '{{score}}', '1' }}))"
)
PROVIDED = {
    "code.coding.where(code.upper().endsWith('S')).empty()": (
        "not exists (R.code.coding C where EndsWith(Upper(C.code.value), 'S'))"
    ),
    "basedOn.empty() and appointment.empty()": "not exists R.basedOn and not exists R.appointment",
    "value.ofType(Quantity).code = '%' and value.ofType(Quantity).comparator.empty()": _PERCENT,
    "value.ofType(Quantity).where(comparator.empty() and value mod 1 = 0 and value <= 10 and (code.empty() "
    "or code = '{score}' or code = '1')).exists() or value.ofType(integer) <= 10": (
        f"({_SCORE} or (R.value as FHIR.integer).value <= 10)"
    ),
}
