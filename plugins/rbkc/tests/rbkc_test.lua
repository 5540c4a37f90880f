-- Run with: caseway plugin test plugins/rbkc

local function parent(lives_in, removed_by)
  return a_case {
    area = "rbkc", workflow = "action-for-change", route = "self", lives_in = lives_in, removed_by = removed_by,
  }
end

test("removed by one of the three, and living in one of them", function()
  at("2026-01-05T09:00")
  expect(parent("lbhf", "wcc"):rule("eligible")):holds()
  expect(parent("elsewhere", "rbkc"):rule("eligible")):refuses("The parent does not live in one of the three boroughs.")
  expect(parent("rbkc", "elsewhere"):rule("eligible")):refuses("The child was not removed by one of the three boroughs.")
  expect(parent("rbkc"):rule("eligible")):refuses("It is not recorded which borough removed the child.")
  expect(parent():rule("eligible")):refuses("It is not recorded where the parent lives.")
end)

test("the emergency duty team answers from 5pm to 9am, and on days that are not worked", function()
  at("2026-01-05T08:59")
  local case = parent("rbkc", "rbkc")
  expect(case:rule("out_of_hours")):holds()
  at("2026-01-05T09:00")
  expect(case:rule("out_of_hours")):is(false)
  at("2026-01-05T16:59")
  expect(case:rule("out_of_hours")):is(false)
  at("2026-01-05T17:00")
  expect(case:rule("out_of_hours")):holds()
  at("2026-01-10T12:00")
  expect(case:rule("out_of_hours")):holds()
end)

test("the inbox, the specialist and the review", function()
  at("2026-01-05T09:00")
  local case = parent("rbkc", "rbkc")
  expect(case:rule("refer_to")):is("actionforchange@rbkc.gov.uk")
  expect(case:rule("specialist_days")):is(5)
  expect(case:rule("review_every")):is(months(3))
end)
