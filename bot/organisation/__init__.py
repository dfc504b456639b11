"""The department's own words: names, place, signatories, contact, form of address, where data is kept."""
