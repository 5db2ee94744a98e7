#include "http/router.hpp"

#include "base/ensure.hpp"
#include "http/detail/routes.hpp"

#include <algorithm>
#include <ranges>

namespace tapedeck::http {

namespace {

using Node = Router::Tree::Node;
using Values = boost::container::small_vector<std::string_view, 4>;

constexpr auto all_verbs = std::to_array(
    {Verb::get, Verb::head, Verb::post, Verb::put, Verb::patch, Verb::del, Verb::options});

std::size_t slot(Verb verb) { return static_cast<std::size_t>(verb); }

Node& child(std::unique_ptr<Node>& node) {
  if (!node) node = std::make_unique<Node>();
  return *node;
}

Node& literal_child(Node& node, std::string_view word) {
  for (auto& [literal, next] : node.literals)
    if (literal == word) return *next;
  node.literals.emplace_back(word, std::make_unique<Node>());
  return *node.literals.back().second;
}

// One step down for one segment of a pattern; notes the name of a parameter.
Node& descend(Node& node, std::string_view segment, bool last,
              std::vector<std::string_view>& names) {
  if (!segment.starts_with('{')) {
    ensure(segment.find_first_of("{}%") == segment.npos,
           "a pattern's segment is one word or {name}");
    return literal_child(node, segment);
  }
  ensure(segment.ends_with('}') && segment.size() > 2, "a parameter of a pattern is {name}");
  auto name = segment.substr(1, segment.size() - 2);
  const bool rest = name.ends_with("...");
  if (rest) name.remove_suffix(3);
  names.push_back(name);
  if (!rest) return child(node.parameter);
  return child(last ? node.rest : node.rest_before);
}

/// Walks down the tree along one path: literals before parameters before rests, and back where a
/// way ends. Bounded by the number of nodes, since patterns are few and shallow.
class Walk {
 public:
  Walk(const detail::Target& target, Values& values) : target_(target), values_(values) {}

  const Node* from(const Node& node, std::size_t depth) {
    const auto& segments = target_.segments();
    if (depth == segments.size()) return node.has_rows() ? &node : nullptr;
    const auto segment = segments[depth];
    for (const auto& [literal, next] : node.literals) {
      if (literal != segment) continue;
      if (const auto* found = from(*next, depth + 1)) return found;
    }
    if (node.parameter && !segment.empty()) {
      values_.push_back(segment);
      if (const auto* found = from(*node.parameter, depth + 1)) return found;
      values_.pop_back();
    }
    if (const auto* found = before_word(node, depth)) return found;
    if (!node.rest) return nullptr;
    values_.push_back(target_.rest(depth));
    return node.rest.get();
  }

 private:
  // `{name...}/word`: everything but the last segment, of which there is at least one.
  const Node* before_word(const Node& node, std::size_t depth) {
    const auto& segments = target_.segments();
    if (!node.rest_before || segments.size() < depth + 2) return nullptr;
    for (const auto& [word, next] : node.rest_before->literals) {
      if (word != segments.back()) continue;
      auto name = target_.rest(depth);
      name.remove_suffix(word.size() + 1);
      values_.push_back(name);
      return next.get();
    }
    return nullptr;
  }

  const detail::Target& target_;
  Values& values_;
};

bool answers(const Node& node, Verb verb) {
  if (verb == Verb::options) return true;
  const bool by_get = verb == Verb::head && node.rows[slot(Verb::get)] != Router::Tree::no_row;
  return by_get || node.rows[slot(verb)] != Router::Tree::no_row;
}

std::string allowed(const Node& node) {
  std::string list;
  for (const auto verb : all_verbs) {
    if (!answers(node, verb)) continue;
    if (!list.empty()) list += ", ";
    list += to_text(verb);
  }
  return list;
}

}  // namespace

bool Router::Tree::Node::has_rows() const {
  return std::ranges::any_of(rows, [](std::size_t row) { return row != no_row; });
}

Router::Router() : tree_(std::make_unique<Tree>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

Router& Router::add(const RouteInfo& info, BoundHandler handler) {
  ensure(info.pattern.starts_with('/'), "a pattern begins with a slash");
  Tree::Entry entry;
  Node* node = &tree_->root;
  const auto path = info.pattern.substr(1);
  const auto rest = path.find("...}");
  ensure(rest == path.npos || std::ranges::count(path.substr(rest), '/') <= 1,
         "behind {name...} stands at most one word");
  for (std::size_t begin = 0; begin <= path.size();) {
    const auto end = std::min(path.find('/', begin), path.size());
    node = &descend(*node, path.substr(begin, end - begin), end == path.size(), entry.names);
    begin = end + 1;
  }
  auto& row = node->rows[slot(info.verb)];
  ensure(row == Tree::no_row, "a verb and a path have one row");
  row = tree_->infos.size();
  for (const auto& wrap : tree_->middlewares)
    handler = wrap(info, std::move(handler));
  entry.handler = std::move(handler);
  tree_->infos.push_back(info);
  tree_->entries.push_back(std::move(entry));
  return *this;
}

Router& Router::wrap(Middleware middleware) {
  for (std::size_t i = 0; i < tree_->entries.size(); ++i) {
    auto& handler = tree_->entries[i].handler;
    handler = middleware(tree_->infos[i], std::move(handler));
  }
  tree_->middlewares.push_back(std::move(middleware));
  return *this;
}

std::span<const RouteInfo> Router::rows() const noexcept { return tree_->infos; }

Router::Found Router::find(Request::Parts& parts) const {
  Found found;
  Values values;
  const auto* node = Walk(parts.target, values).from(tree_->root, 0);
  if (node == nullptr) return found;

  auto row = node->rows[slot(parts.verb)];
  if (row == Tree::no_row && parts.verb == Verb::head) row = node->rows[slot(Verb::get)];
  if (row == Tree::no_row) {
    found.status = parts.verb == Verb::options ? 204 : 405;
    found.allow = allowed(*node);
    return found;
  }
  const auto& entry = tree_->entries[row];
  for (std::size_t i = 0; i < values.size(); ++i)
    parts.path_parts.push_back({entry.names[i], values[i]});
  found.status = 200;
  found.row = &tree_->infos[row];
  found.index = row;
  found.handler = &entry.handler;
  return found;
}

}  // namespace tapedeck::http
