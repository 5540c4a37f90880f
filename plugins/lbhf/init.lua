-- Hammersmith and Fulham: its own residents only, whichever borough removed the child.
-- README.md says what is sourced and what is illustrative.

local function eligible(case)
  if not case.data.lives_in then
    return false, "It is not recorded where the parent lives."
  end
  if case.data.lives_in ~= "lbhf" then
    return false, "The parent does not live in Hammersmith and Fulham."
  end
  return true
end

return {
  rules = {
    eligible = eligible,
    review_every = weeks(12),
    missed_contacts = settings.missed_contacts,
    review_escalates = duration(settings.review_escalates),
    sharing_form = true,
  },
}
