-- Run with: caseway plugin test plugins/action-for-change

local function parent_in(area, lives_in)
  return a_case { area = area, workflow = "action-for-change", route = "self", lives_in = lives_in, removed_by = area }
end

test("each borough helps its own, once it is known where they live", function()
  at("2026-01-05T09:00")
  for _, area in ipairs { "rbkc", "lbhf", "wcc" } do
    expect(parent_in(area, area):rule("eligible")):holds()
    expect(parent_in(area):rule("eligible")):refuses("It is not recorded where the parent lives.")
  end
end)

test("the boroughs are partners", function()
  at("2026-01-05T09:00")
  for _, area in ipairs { "rbkc", "lbhf", "wcc" } do
    expect(parent_in(area, area):rule("partner")):holds()
  end
end)

test("services were shared for what was opened before April 2018", function()
  at("2018-03-31T09:00")
  local before = parent_in("lbhf", "lbhf")
  expect(before:rule("shared_services")):holds()
  wait("1 day")
  expect(parent_in("lbhf", "lbhf"):rule("shared_services")):is(false)
  expect(before:rule("shared_services")):holds()
end)

test("the papers are sent for where another borough removed the child and nothing is shared", function()
  at("2018-03-31T09:00")
  local given = { area = "lbhf", workflow = "action-for-change", route = "self", lives_in = "lbhf", removed_by = "wcc" }
  expect(a_case(given).tasks):is { "decide", "first-meeting" }
  wait("1 day")
  expect(a_case(given).tasks):contains("request-papers")
end)
