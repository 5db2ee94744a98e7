#pragma once

// Private to libs/archive: the one place that knows Boost.JSON.

#include "archive/notes.hpp"
#include "base/result.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::archive {

/// An answer of the Archive as a tree, within the limits of answers.hpp.
class Document {
 public:
  /// Errors: `bad_upstream` when it is no JSON object or passes a limit.
  [[nodiscard]] static Result<Document> parse(std::string_view body);
  Document(Document&&) noexcept;
  Document& operator=(Document&&) = delete;
  ~Document();

  [[nodiscard]] const boost::json::object& root() const { return root_->as_object(); }

 private:
  class Memory;
  Document();

  // Each lies in the one above it.
  std::unique_ptr<Memory> memory_;
  std::unique_ptr<boost::json::monotonic_resource> blocks_;
  std::unique_ptr<boost::json::value> root_;
};

/// Reads the fields of one JSON object with the Archive's drift, and notes what it had to repair.
class Fields {
 public:
  /// The object lies at `path` ("/metadata"). All of them outlive this.
  Fields(const boost::json::object& object, std::string_view path, Notes& notes)
      : object_(object), path_(path), notes_(notes) {}

  /// The object is the one called `entry` in the list at `path` ("/files"). The same.
  Fields(const boost::json::object& object, std::string_view path, std::string_view entry,
         Notes& notes)
      : object_(object), path_(path), entry_(entry), notes_(notes) {}

  /// The value of `key`, or null when it is absent or null.
  [[nodiscard]] const boost::json::value* find(std::string_view key) const;

  /// The text of `key`: of a list, its texts joined by `between`; of a number or boolean, as it is
  /// written; of null, {} or nothing, empty. Text that is no UTF-8 or too long is left out.
  [[nodiscard]] std::string text(std::string_view key, std::string_view between = "; ") const;

  /// The texts of `key`, one or many, without empty ones.
  [[nodiscard]] std::vector<std::string> texts(std::string_view key) const;

  /// texts(), each once: collections occur up to three times in one item.
  [[nodiscard]] std::vector<std::string> distinct(std::string_view key) const;

  /// texts(), each divided at its semicolons: subjects are a list, or one text "a;b;c".
  [[nodiscard]] std::vector<std::string> divided(std::string_view key) const;

  /// The first of texts(); empty when there is none. Valid until the next question: a number is
  /// written down for as long.
  [[nodiscard]] std::string_view first(std::string_view key) const;

  /// A number, written as one or as text. Anything else is left out.
  [[nodiscard]] std::optional<std::uint64_t> count(std::string_view key) const;
  [[nodiscard]] std::optional<double> decimal(std::string_view key) const;

  /// true, "true", 1 or "1".
  [[nodiscard]] bool flag(std::string_view key) const;

  void note(Repair repair, std::string_view key) const;

 private:
  /// The text of a single value, as first(); nothing when there is none in it, or none that may be
  /// kept.
  [[nodiscard]] std::optional<std::string_view> scalar(const boost::json::value& value) const;

  const boost::json::object& object_;
  std::string_view path_;
  std::string_view entry_;  ///< Empty when it is in no list. The two are joined by note() alone.
  Notes& notes_;
  mutable std::string kept_;  ///< What first() gave last, where the tree has no such text.
};

}  // namespace tapedeck::archive
