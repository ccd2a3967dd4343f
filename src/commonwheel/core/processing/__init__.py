"""What a service does with personal data, as the record of processing asks (UK GDPR article 30)."""
