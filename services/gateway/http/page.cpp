#include "gateway/http/page.hpp"

#include <array>
#include <string_view>

namespace tapedeck::gateway {
namespace {

using http::Access;
using http::Request;
using http::Response;
using http::Verb;

/// Whether `path`, under `/app/`, can be a file of the build and not only a page of the app: those
/// lie in `assets` or at the top. The addresses of recordings end like names of files do.
bool may_be_a_file(std::string_view path) {
  return path.starts_with("assets/") || !path.contains('/');
}

/// 302 to the page
Task<Result<Response>> to_page(http::StaticFiles&, Request) { co_return http::redirect("/app/"); }

/// 200 the document of the app
Task<Result<Response>> page_document(http::StaticFiles& files, Request request) {
  co_return files.answer(request, "");
}

/// 200 a file of the app, or its document where the address is one of its pages · 404 a file that
/// this build does not have
Task<Result<Response>> page_file(http::StaticFiles& files, Request request) {
  auto path = request.path_part("path");
  if (!may_be_a_file(path)) path = {};
  co_return files.answer(request, path);
}

// clang-format off
constexpr auto page_rows = std::to_array<http::Route<http::StaticFiles>>({
    {Verb::get, "/",              Access::open, to_page,
     {.summary = "The way to the page", .status = 302, .answer_type = ""}},
    {Verb::get, "/app",           Access::open, to_page,       {}},
    {Verb::get, "/app/",          Access::open, page_document, {}},
    {Verb::get, "/app/{path...}", Access::open, page_file,     {}},
});
// clang-format on

}  // namespace

std::span<const http::Route<http::StaticFiles>> page_routes() { return page_rows; }

}  // namespace tapedeck::gateway
