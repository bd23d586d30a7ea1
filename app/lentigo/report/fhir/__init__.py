"""HL7 FHIR R4: a report as a document for electronic records, and referrals from them."""
