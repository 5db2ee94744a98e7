#include "fake_archive/control_host.hpp"

#include "base/instant.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <array>
#include <charconv>

namespace tapedeck::fake_archive {

namespace json = boost::json;

namespace {

using Handled = Task<Result<http::Response>>;

/// The body as JSON; an empty one is an empty object. Errors: `malformed`.
Result<json::value> body_of(const http::Request& request) {
  if (request.body().empty()) return json::object();
  boost::system::error_code error;
  auto value = json::parse(request.body(), error);
  if (error) return fail(Errc::malformed, "The body is no JSON: " + error.message() + ".");
  return value;
}

json::object fault_json(const Faults::Entry& entry) {
  json::object object;
  object["id"] = entry.id;
  object["fault"] = entry.fault.text;
  object["seen"] = entry.seen;
  object["struck"] = entry.struck;
  return object;
}

json::object line_json(const JournalLine& line) {
  json::object object;
  object["number"] = line.number;
  object["at"] = tapedeck::to_text(line.at);
  object["host"] = to_text(line.host);
  object["method"] = line.method;
  object["target"] = line.target;
  object["range"] = line.range;
  object["if_range"] = line.if_range;
  object["user_agent"] = line.user_agent;
  object["status"] = line.status;
  object["bytes"] = line.bytes;
  object["ended"] = line.ended;
  object["fault"] = line.fault;
  return object;
}

/// 200 `{"ids": [..]}` · 400 no JSON · 422 a fault that cannot be read; then none is added
Handled add_faults(Control& control, http::Request request) {
  const auto body = body_of(request);
  if (!body) co_return failure(body);
  json::array given;
  if (const auto* const list = body->if_array()) {
    given = *list;
  } else {
    given.push_back(*body);
  }
  std::vector<Fault> faults;
  for (const auto& value : given) {
    auto fault = parse_fault(value);
    if (!fault) co_return failure(fault);
    faults.push_back(std::move(*fault));
  }
  json::array ids;
  for (auto& fault : faults)
    ids.push_back(control.world.faults.add(std::move(fault)));
  json::object answer;
  answer["ids"] = std::move(ids);
  co_return http::json(json::serialize(answer));
}

/// 200 `{"faults": [..]}` with how often each was met and has struck
Handled list_faults(Control& control, http::Request) {
  json::array faults;
  for (const auto& entry : control.world.faults.entries())
    faults.push_back(fault_json(entry));
  json::object answer;
  answer["faults"] = std::move(faults);
  co_return http::json(json::serialize(answer));
}

/// 204
Handled clear_faults(Control& control, http::Request) {
  control.world.faults.clear();
  co_return http::no_content();
}

/// 204 · 404 no such fault
Handled remove_fault(Control& control, http::Request request) {
  const auto text = request.path_part("id");
  std::uint64_t id = 0;
  std::from_chars(text.data(), text.data() + text.size(), id);
  if (!control.world.faults.remove(id))
    co_return fail(Errc::not_found, "There is no fault of that id.");
  co_return http::no_content();
}

/// 200 `{"requests": [..]}`, those after number `after`
Handled read_log(Control& control, http::Request request) {
  const auto text = request.parameter("after").value_or("0");
  std::uint64_t after = 0;
  std::from_chars(text.data(), text.data() + text.size(), after);
  json::array lines;
  for (const auto& line : control.world.journal.lines()) {
    if (line.number > after) lines.push_back(line_json(line));
  }
  json::object answer;
  answer["requests"] = std::move(lines);
  co_return http::json(json::serialize(answer));
}

/// 204
Handled clear_log(Control& control, http::Request) {
  control.world.journal.clear();
  co_return http::no_content();
}

/// Reads `{"host": "archive" | "node", "how": "refuse" | "reset"}`, both of which may be missing.
Result<std::pair<std::optional<HostRole>, Down>> read_down(const http::Request& request) {
  const auto body = body_of(request);
  if (!body) return failure(body);
  if (!body->is_object()) return fail(Errc::invalid, "The body is no object.");
  const auto host = text_of(body->get_object(), "host");
  const auto how = text_of(body->get_object(), "how");
  std::optional<HostRole> role;
  if (host == "archive") role = HostRole::archive;
  if (host == "node") role = HostRole::node;
  if (!host.empty() && !role) return fail(Errc::invalid, "host is archive or node.");
  if (!how.empty() && how != "refuse" && how != "reset")
    return fail(Errc::invalid, "how is refuse or reset.");
  return std::pair(role, how == "reset" ? Down::reset : Down::refuse);
}

/// 204 once the hosts are down · 400 · 422
Handled down(Control& control, http::Request request) {
  const auto asked = read_down(request);
  if (!asked) co_return failure(asked);
  auto lowered = co_await control.switchboard.take_down(asked->first, asked->second);
  if (!lowered) co_return failure(lowered);
  co_return http::no_content();
}

/// 204 once both hosts listen again
Handled up(Control& control, http::Request) {
  auto raised = co_await control.switchboard.bring_up();
  if (!raised) co_return failure(raised);
  co_return http::no_content();
}

/// 204 the item's originals are other ones from now on · 404 no such item
Handled replace(Control& control, http::Request request) {
  const std::string identifier(request.path_part("identifier"));
  if (control.world.catalogue.find(identifier) == nullptr)
    co_return fail(Errc::not_found, "There is no such item.");
  control.world.shelf.replace(identifier);
  co_return http::no_content();
}

/// 200 the words of the fault language, as a table
Handled help(Control&, http::Request) { co_return http::text(fault_table(), "text/markdown"); }

using http::Access;
using http::Verb;

// clang-format off
constexpr auto control_table = std::to_array<http::Route<Control>>({
    {Verb::get,  "/faults",               Access::open, list_faults,  {}},
    {Verb::post, "/faults",               Access::open, add_faults,   {}},
    {Verb::del,  "/faults",               Access::open, clear_faults, {}},
    {Verb::del,  "/faults/{id}",          Access::open, remove_fault, {}},
    {Verb::get,  "/log",                  Access::open, read_log,     {}},
    {Verb::del,  "/log",                  Access::open, clear_log,    {}},
    {Verb::post, "/down",                 Access::open, down,         {}},
    {Verb::post, "/up",                   Access::open, up,           {}},
    {Verb::post, "/replace/{identifier}", Access::open, replace,      {}},
    {Verb::get,  "/help",                 Access::open, help,         {}},
});
// clang-format on

}  // namespace

http::Router control_routes(Control& control) {
  http::Router router;
  router.add(std::span<const http::Route<Control>>(control_table), control);
  return router;
}

}  // namespace tapedeck::fake_archive
