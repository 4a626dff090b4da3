"""The door for other systems: questions, answers and results as FHIR R4.

Pure: a date comes in as an argument, nothing is stored, and nobody's identity is anywhere in it.
Needs the extra `fhir`.
"""

from popliteal.report.fhir.bundle import write_bundle
from popliteal.report.fhir.check import check_resource
from popliteal.report.fhir.definitions import write_extension, write_operation
from popliteal.report.fhir.questionnaire import QUESTIONNAIRES, write_questionnaire
from popliteal.report.fhir.reading import read_response
from popliteal.report.fhir.received import Received, receive
from popliteal.report.fhir.response import write_response
from popliteal.report.fhir.terms import BASE, code_systems, write_code_system, write_value_set

__all__ = [
    "BASE",
    "QUESTIONNAIRES",
    "Received",
    "check_resource",
    "code_systems",
    "read_response",
    "receive",
    "write_bundle",
    "write_code_system",
    "write_extension",
    "write_operation",
    "write_questionnaire",
    "write_response",
    "write_value_set",
]
