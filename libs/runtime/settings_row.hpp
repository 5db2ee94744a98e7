#pragma once

#include "runtime/settings_addresses.hpp"
#include "runtime/settings_types.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::runtime {

/// What a row says beyond its key and its sentence; all of it may be left out.
struct SettingOptions {
  std::string_view variable{};     ///< Of the environment; else made from the key.
  std::optional<Bounds> bounds{};  ///< Else what the type holds.
  std::string_view unset{};        ///< What happens when an optional one is left out, for the page.
};

/// One setting, without the type of the struct it lies in.
struct SettingRow {
  std::string_view key;      ///< "browse.port"
  std::string_view meaning;  ///< One sentence.
  SettingOptions options;

  std::string (*wanted)(Bounds bounds);
  /// Reads `text` into the struct; gives what to do when it cannot.
  std::optional<std::string> (*set)(void* settings, std::string_view text, Bounds bounds);
  std::string (*show)(const void* settings);
  std::string (*show_default)();
  Bounds any;
  bool is_switch;  ///< A flag of its name may stand alone and then means on.
  Secrecy secrecy;

  [[nodiscard]] constexpr Bounds bounds() const { return options.bounds.value_or(any); }

  /// The variable of the environment that sets it: "TAPEDECK_BROWSE_PORT" unless the row names
  /// another.
  [[nodiscard]] std::string variable() const;

  /// Whether it may also be given as the path of a file that holds it, under its key and its
  /// variable with `_file` and `_FILE` at the end.
  [[nodiscard]] constexpr bool may_be_in_file() const { return secrecy != Secrecy::none; }
};

/// A row of the table of one struct.
template <class S>
struct Setting {
  SettingRow row;
};

namespace detail {

template <class M>
struct MemberOf;
template <class S, class T>
struct MemberOf<T S::*> {
  using Struct = S;
  using Value = T;
};

/// Lets a row reach its member, so that the two cannot drift apart: key, type, default and bounds
/// all come from the same place.
template <auto member>
struct Access {
  using Struct = typename MemberOf<decltype(member)>::Struct;
  using Value = typename MemberOf<decltype(member)>::Value;
  using Type = SettingType<Value>;
  static constexpr bool is_switch = std::same_as<Value, bool>;
  static constexpr Secrecy secrecy = secrecy_of<Value>;

  static std::optional<std::string> set(void* settings, std::string_view text, Bounds bounds) {
    auto value = Type::read(text, bounds);
    if (!value) return std::move(value).error();
    static_cast<Struct*>(settings)->*member = std::move(*value);
    return std::nullopt;
  }
  static std::string show(const void* settings) {
    return Type::show(static_cast<const Struct*>(settings)->*member);
  }
  static std::string show_default() { return Type::show(Struct{}.*member); }
};

}  // namespace detail

/// The row that sets `member`, whose initial value is the default:
///
///     constexpr auto setting_rows = std::to_array<runtime::Setting<Settings>>({
///         setting<&Settings::port>("browse.port", "The port it listens on."),
///         setting<&Settings::fresh_for>("browse.fresh_for", "How long an answer is fresh.",
///                                       {.bounds = between(1min, 30 * 24h)}),
///     });
template <auto member>
consteval auto setting(std::string_view key, std::string_view meaning,
                       SettingOptions options = {}) {
  using Access = detail::Access<member>;
  return Setting<typename Access::Struct>{{key, meaning, options, &Access::Type::wanted,
                                           &Access::set, &Access::show, &Access::show_default,
                                           Access::Type::any, Access::is_switch, Access::secrecy}};
}

/// The table of one struct and the struct it sets, which outlives the group, as the table does.
class SettingGroup {
 public:
  /// `title` heads the group on the page: "Browse".
  template <class S, std::size_t n>
  SettingGroup(std::string_view title, const std::array<Setting<S>, n>& rows, S& settings)
      : title_(title), settings_(&settings) {
    rows_.reserve(n);
    for (const auto& setting : rows)
      rows_.push_back(&setting.row);
  }

  [[nodiscard]] std::string_view title() const noexcept { return title_; }
  [[nodiscard]] const std::vector<const SettingRow*>& rows() const noexcept { return rows_; }
  [[nodiscard]] void* settings() const noexcept { return settings_; }

 private:
  std::string_view title_;
  std::vector<const SettingRow*> rows_;
  void* settings_;
};

}  // namespace tapedeck::runtime
