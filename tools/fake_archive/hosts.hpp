#pragma once

#include "fake_archive/answer.hpp"
#include "fake_archive/world.hpp"
#include "http/request.hpp"
#include "http/router.hpp"

#include <span>
#include <string_view>

namespace tapedeck::fake_archive {

/// What answers one path of a host. `effects` are those of the fault that struck, if one did; the
/// handler minds those that bend the content, serve() the rest.
using HostHandler = Task<Answer> (*)(World&, http::Request&, Effects effects);

/// A path of a host. GET, and HEAD with it; POST as well where `posts` says so.
struct HostRoute {
  std::string_view pattern;
  HostHandler handler;
  bool posts = false;
};

/// The routes of archive.org: search, scrape, metadata, downloads' redirects, pages.
[[nodiscard]] http::Router archive_routes(World& world);

/// The routes of a storage node: the files.
[[nodiscard]] http::Router node_routes(World& world);

/// Makes a router of a host's routes: each request is written down, looked up among the faults,
/// answered, and its answer spoilt as the fault says.
[[nodiscard]] http::Router serve_routes(World& world, HostRole role,
                                        std::span<const HostRoute> routes);

}  // namespace tapedeck::fake_archive
