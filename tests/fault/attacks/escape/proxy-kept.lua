-- expect: failed: what a case holds cannot be kept
-- as: action
local kept
return {
  rules = { attack = function(case) return #case.data.kinds .. '' end },
  on = {
    ["state.entered.inside"] = function(case)
      kept = kept or case.data.kinds
      return log('x' .. #kept)
    end,
  },
  actions = {
    attack = function(case)
      kept = case.data.kinds
      return raise 'enter'
    end,
  },
}
