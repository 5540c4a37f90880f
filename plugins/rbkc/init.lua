-- Kensington and Chelsea. Whom it takes on is what the shared base says (plugins/action-for-change): a child was removed
-- by one of the three boroughs, and the parent lives in one of them. README.md says what is sourced and what is illustrative.

return {
  rules = {
    review_every = duration(settings.review_every), -- illustrative
    specialist_days = settings.specialist_days, -- illustrative
    refer_to = settings.inbox, -- sourced
    -- Sourced: the emergency duty team answers from 5pm to 9am (calendars/rbkc.yaml), and on days that are not worked.
    out_of_hours = function()
      return not office_open()
    end,
  },
}
