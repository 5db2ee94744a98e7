#pragma once

#include "json/rule.hpp"

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace tapedeck::json {

/// A struct that BOOST_DESCRIBE_STRUCT lists the members of. Its members are its JSON members, in
/// the order of the list, which must be all of them in the order of their declaration.
template <class T>
concept Described = boost::describe::has_describe_members<T>::value && !std::is_union_v<T>;

/// What is to be said of one member beyond its type; made with field(), kept in a table:
///
///     BOOST_DESCRIBE_STRUCT(NewUser, (), (username, age))
///     constexpr auto json_fields(std::type_identity<NewUser>) {
///       return json::fields("Somebody who registers.",
///                           json::field(&NewUser::username).length(1, 40).about("As logged in."),
///                           json::field(&NewUser::age).between(0, 150));
///     }
///
/// The table is found by argument-dependent lookup, so it stands in the struct's own namespace. A
/// struct without one has no rules; members not named in it have none either.
template <class S, class M>
struct Field {
  using Absent =
      std::conditional_t<std::is_arithmetic_v<M> || std::is_enum_v<M>, M, std::nullptr_t>;

  M S::* member;
  Rule rule{};
  std::optional<Absent> absent{};  ///< What an absent member is read as; the member is optional.

  constexpr Field between(double least, double most) const { return at_least(least).at_most(most); }
  constexpr Field at_least(double least) const {
    return with([=](Rule& to) { to.minimum = least; });
  }
  constexpr Field at_most(double most) const {
    return with([=](Rule& to) { to.maximum = most; });
  }
  /// In characters, not bytes.
  constexpr Field length(std::size_t least, std::size_t most) const {
    return with([=](Rule& to) { to.min_length = least, to.max_length = most; });
  }
  /// Entries of a list or a map.
  constexpr Field items(std::size_t least, std::size_t most) const {
    return with([=](Rule& to) { to.min_items = least, to.max_items = most; });
  }
  /// `pattern` for readers of the schema, `check` for us; `message` completes "/username …".
  constexpr Field matching(std::string_view pattern, Rule::Check check,
                           std::string_view message) const {
    return with([=](Rule& to) { to.pattern = pattern, to.check = check, to.message = message; });
  }
  constexpr Field format(std::string_view word) const {
    return with([=](Rule& to) { to.format = word; });
  }
  /// One sentence for the schema.
  constexpr Field about(std::string_view sentence) const {
    return with([=](Rule& to) { to.doc = sentence; });
  }
  /// Another name on the wire. Plain characters only: it is written as it stands.
  constexpr Field named(std::string_view name) const {
    return with([=](Rule& to) { to.name = name; });
  }
  /// An empty optional is left out instead of written as null.
  constexpr Field omitted_when_absent() const {
    return with([](Rule& to) { to.omit_when_absent = true; });
  }
  constexpr Field secret() const {
    return with([](Rule& to) { to.secret = true; });
  }
  /// Makes a number, a bool or an enum optional for the sender.
  constexpr Field otherwise(Absent value) const {
    auto copy = *this;
    copy.absent = value;
    return copy;
  }

 private:
  template <class F>
  constexpr Field with(F change) const {
    auto copy = *this;
    change(copy.rule);
    return copy;
  }
};

template <class S, class M>
constexpr Field<S, M> field(M S::* member) {
  return Field<S, M>{member};
}

/// The table of one struct; `doc` says in a sentence what the struct is.
template <class... F>
struct Fields {
  std::string_view doc;
  std::tuple<F...> rows;
};

template <class... F>
constexpr Fields<F...> fields(std::string_view doc, F... rows) {
  return {doc, {rows...}};
}

namespace detail {

template <class T>
concept HasFields = requires { json_fields(std::type_identity<T>{}); };

template <class T>
constexpr std::string_view doc_of() {
  if constexpr (HasFields<T>) {
    return json_fields(std::type_identity<T>{}).doc;
  } else {
    return {};
  }
}

template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public>;

template <class T, class D>
using MemberType = std::remove_cvref_t<decltype(std::declval<T&>().*D::pointer)>;

/// The row of member D, or one without rules when the table has none; its name is set.
template <class T, class D>
constexpr auto make_field() {
  using Row = Field<T, MemberType<T, D>>;
  Row found{D::pointer};
  if constexpr (HasFields<T>) {
    const auto take = [&found]<class F>(const F& row) {
      if constexpr (std::is_same_v<F, Row>) {
        if (row.member == D::pointer) found = row;
      }
    };
    std::apply([&take](const auto&... row) { (take(row), ...); },
               json_fields(std::type_identity<T>{}).rows);
  }
  if (found.rule.name.empty()) found.rule.name = D::name;
  return found;
}

template <class T, class D>
inline constexpr auto field_of = make_field<T, D>();

/// Calls `visit.operator()<D>()` for each member's descriptor, in order.
template <class T, class F>
constexpr void for_each_member(F&& visit) {
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, Members<T>>>(
      [&visit]<class D>(boost::mp11::mp_identity<D>) { visit.template operator()<D>(); });
}

}  // namespace detail

}  // namespace tapedeck::json
