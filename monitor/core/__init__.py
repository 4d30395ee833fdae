"""The ground floor: errors, clock, settings, store, accounts, audit and Swedish words."""
