"""The door for other systems: FHIR, CDS Hooks and plain JSON over HTTP.

Off unless `POPLITEAL_SERVICE=1`. It stands before sessions, cookies and forms: nothing of a request
is kept, and the only thing that is remembered is how many requests came in the last minute.
"""
