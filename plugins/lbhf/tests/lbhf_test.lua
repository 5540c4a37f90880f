-- Run with: caseway plugin test plugins/lbhf

local function parent(lives_in, removed_by)
  return a_case {
    area = "lbhf", workflow = "action-for-change", route = "self", lives_in = lives_in, removed_by = removed_by,
  }
end

test("its own residents, whichever borough removed the child", function()
  at("2026-01-05T09:00")
  expect(parent("lbhf", "elsewhere"):rule("eligible")):holds()
  expect(parent("rbkc", "lbhf"):rule("eligible")):refuses("The parent does not live in Hammersmith and Fulham.")
  expect(parent():rule("eligible")):refuses("It is not recorded where the parent lives.")
end)

test("twelve weeks, two missed contacts, five working days, a form of its own", function()
  at("2026-01-05T09:00")
  local case = parent("lbhf", "lbhf")
  expect(case:rule("review_every")):is(weeks(12))
  expect(case:rule("missed_contacts")):is(2)
  expect(case:rule("review_escalates")):is(duration("5 working days"))
  expect(case:rule("sharing_form")):holds()
end)
