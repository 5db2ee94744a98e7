#include "http/request.hpp"

#include "http/detail/grammar.hpp"
#include "http/detail/parts.hpp"
#include "http/headers.hpp"

#include <algorithm>

namespace tapedeck::http {

std::optional<std::string_view> Request::Parts::find(std::string_view name) const noexcept {
  for (const auto& field : fields)
    if (same_name(field.name, name)) return field.value;
  return std::nullopt;
}

bool Request::Parts::lists(std::string_view name, std::string_view word) const noexcept {
  bool found = false;
  for (const auto& field : fields) {
    if (!same_name(field.name, name)) continue;
    detail::each_element(
        field.value, [&](std::string_view element) { found = found || same_name(element, word); });
  }
  return found;
}

Request::Request(std::shared_ptr<Parts> parts) : parts_(std::move(parts)) {}

Verb Request::verb() const noexcept { return parts_->verb; }

std::string_view Request::target() const noexcept { return parts_->target_text; }

std::string_view Request::path() const noexcept { return parts_->target.path(); }

std::string_view Request::path_part(std::string_view name) const noexcept {
  for (const auto& part : parts_->path_parts)
    if (part.name == name) return part.value;
  return {};
}

std::optional<std::string_view> Request::parameter(std::string_view name) const noexcept {
  for (const auto& [key, value] : parameters())
    if (key == name) return value;
  return std::nullopt;
}

const std::vector<std::pair<std::string, std::string>>& Request::parameters() const noexcept {
  return parts_->target.parameters();
}

std::optional<std::string_view> Request::header(std::string_view name) const noexcept {
  return parts_->find(name);
}

void Request::each_header(
    const std::function<void(std::string_view name, std::string_view value)>& each) const {
  for (const auto& field : parts_->fields)
    each(field.name, field.value);
}

void Request::set_header(std::string_view name, std::string value) {
  remove_header(name);
  parts_->own_values.push_front(std::move(value));
  parts_->fields.push_back({name, parts_->own_values.front()});
}

void Request::remove_header(std::string_view name) {
  auto& fields = parts_->fields;
  const auto kept = std::ranges::remove_if(
      fields, [&](const auto& field) { return same_name(field.name, name); });
  fields.erase(kept.begin(), kept.end());
}

std::string_view Request::body() const noexcept { return parts_->body; }

const std::string& Request::id() const noexcept { return parts_->id; }

const telemetry::TraceContext& Request::trace() const noexcept { return parts_->trace; }

const Peer& Request::peer() const noexcept { return parts_->peer; }

Deadline Request::deadline() const noexcept { return parts_->deadline; }

const Caller& Request::caller() const noexcept { return parts_->caller; }

void Request::set_caller(Caller caller) { parts_->caller = std::move(caller); }

bool Request::wants_websocket() const noexcept {
  return parts_->verb == Verb::get && parts_->http11 && parts_->lists("Upgrade", "websocket") &&
         parts_->lists("Connection", "upgrade");
}

}  // namespace tapedeck::http
