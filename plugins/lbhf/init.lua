-- Hammersmith and Fulham: its own residents only, whichever borough removed the child.
-- README.md says what is sourced and what is illustrative.

-- What is not recorded of the parent's home is said by the shared base (plugins/action-for-change).
local function eligible(case)
  local lives_in = case.data.lives_in
  if not lives_in then
    return nil
  end
  if lives_in ~= "lbhf" then
    return false, "The parent does not live in Hammersmith and Fulham."
  end
  return true
end

return {
  rules = {
    eligible = eligible,
    review_every = weeks(12), -- illustrative
    missed_contacts = settings.missed_contacts, -- illustrative
    review_escalates = duration(settings.review_escalates), -- illustrative
    sharing_form = true, -- illustrative
  },
}
