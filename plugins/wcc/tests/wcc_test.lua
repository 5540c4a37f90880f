-- Run with: caseway plugin test plugins/wcc

local function parent(lives_in)
  return a_case { area = "wcc", workflow = "action-for-change", route = "self", lives_in = lives_in, removed_by = "wcc" }
end

test("who lives in a borough that was listed when the case was opened", function()
  at("2018-03-31T09:00")
  local before = parent("lbhf")
  expect(before:rule("eligible")):holds()
  wait("1 day")
  expect(parent("lbhf"):rule("eligible")):refuses("The parent does not live in a borough that Westminster lists.")
  expect(parent("rbkc"):rule("eligible")):holds()
  expect(before:rule("eligible")):holds()
  expect(parent():rule("eligible")):refuses("It is not recorded where the parent lives.")
end)

test("a prompt at 26 weeks, a specialist on two days, an online form", function()
  at("2026-01-05T09:00")
  local case = parent("wcc")
  expect(case:rule("conference_before")):is(weeks(14))
  expect(case:rule("specialist_days")):is(2)
  expect(case:rule("refer_to")):is("the online referral form")
end)
