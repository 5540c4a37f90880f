-- Kensington and Chelsea: a child was removed by one of the three boroughs, and the parent lives in one of them.
-- README.md says what is sourced and what is illustrative.

local partners = { rbkc = true, lbhf = true, wcc = true }

local function eligible(case)
  local lives_in, removed_by = case.data.lives_in, case.data.removed_by
  if not lives_in then
    return false, "It is not recorded where the parent lives."
  end
  if not partners[lives_in] then
    return false, "The parent does not live in one of the three boroughs."
  end
  if not removed_by then
    return false, "It is not recorded which borough removed the child."
  end
  if not partners[removed_by] then
    return false, "The child was not removed by one of the three boroughs."
  end
  return true
end

return {
  rules = {
    eligible = eligible,
    review_every = duration(settings.review_every),
    specialist_days = settings.specialist_days,
  },
}
