#pragma once

#include "base/result.hpp"
#include "database/value.hpp"

#include <boost/describe/class.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace tapedeck::database {

namespace detail {

template <class Struct, class Member>
Member member_type(Member Struct::*);

template <class D>
using Described = decltype(member_type(D::pointer));

/// The columns a row is read from, as a tuple of their types.
template <class Row>
struct ColumnsOf {
  using type = std::tuple<Row>;
};
template <class... Columns>
struct ColumnsOf<std::tuple<Columns...>> {
  using type = std::tuple<Columns...>;
};
template <class Row>
  requires boost::describe::has_describe_members<Row>::value && (!Spelled<Row>)
struct ColumnsOf<Row> {
  using type = boost::mp11::mp_rename<
      boost::mp11::mp_transform<
          Described, boost::describe::describe_members<Row, boost::describe::mod_public>>,
      std::tuple>;
};

template <class Column>
std::optional<Column> read_column(Cell& cell) {
  if (cell.null && !takes_null<Column>) return std::nullopt;
  return Stored<Column>::get(cell);
}

/// The error of a row that holds what its column cannot.
[[nodiscard]] std::unexpected<Error> unreadable(std::string_view statement, std::size_t column);

}  // namespace detail

/// How a Row is read: a single value from one column, a tuple from several, or a described
/// aggregate whose members are the columns in their order (BOOST_DESCRIBE_STRUCT).
template <class Row>
class RowShape {
  using Columns = typename detail::ColumnsOf<Row>::type;
  static constexpr auto places = std::make_index_sequence<std::tuple_size_v<Columns>>{};

  template <std::size_t... I>
  static constexpr auto kinds_of(std::index_sequence<I...>) {
    return std::array{Stored<std::tuple_element_t<I, Columns>>::kind...};
  }

  template <std::size_t... I>
  static Result<Row> read(std::string_view statement, std::span<Cell> cells,
                          std::index_sequence<I...>) {
    std::tuple values{detail::read_column<std::tuple_element_t<I, Columns>>(cells[I])...};
    const std::array<bool, sizeof...(I)> read{std::get<I>(values).has_value()...};
    for (std::size_t i = 0; i < read.size(); ++i) {
      if (!read[i]) return detail::unreadable(statement, i);
    }
    return Row{*std::move(std::get<I>(values))...};
  }

 public:
  /// What each column holds, in their order.
  static constexpr auto kinds = kinds_of(places);

  /// Errors: `storage` when a column holds no such value.
  static Result<Row> read(std::string_view statement, std::span<Cell> cells) {
    return read(statement, cells, places);
  }
};

/// One type is a row by itself; several are a tuple.
template <class... Columns>
struct RowOf {
  using type = std::tuple<Columns...>;
};
template <class Row>
struct RowOf<Row> {
  using type = Row;
};

}  // namespace tapedeck::database
