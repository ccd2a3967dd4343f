"""GOV.UK Frontend fields, components and layouts, and each council's look over them."""
