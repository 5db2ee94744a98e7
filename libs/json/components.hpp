#pragma once

#include <map>
#include <string>
#include <string_view>

namespace tapedeck::json {

/// The named schemas of one OpenAPI document: `#/components/schemas/…`.
class Components {
 public:
  /// The place for the schema of a type, empty until it is filled; null when it is there already,
  /// or is being made further up (a struct that contains itself).
  ///
  /// `type` is the type's full name in C++. Two types with one short name would share a place, so
  /// that stops the process: it is a bug of ours, and the printed documents' test meets it.
  std::string* add(std::string_view type);

  /// The name of a type in the document: its own without namespaces, with `_` for what is between
  /// template arguments. "tapedeck::browse::Page<tapedeck::Track>" is "Page_Track".
  [[nodiscard]] static std::string name_of(std::string_view type);

  /// `#/components/schemas/<name>`
  [[nodiscard]] static std::string reference_to(std::string_view type);

  /// Every schema as JSON, by its name, in the order of the names.
  [[nodiscard]] const std::map<std::string, std::string>& schemas() const& { return schemas_; }
  const std::map<std::string, std::string>& schemas() const&& = delete;

 private:
  std::map<std::string, std::string> schemas_;
  std::map<std::string, std::string> types_;  // the full name behind each short one
};

/// `&schema_of<T>` (json/schema.hpp) of some T: what a table of routes keeps.
using SchemaOf = std::string (*)(Components& components);

}  // namespace tapedeck::json
