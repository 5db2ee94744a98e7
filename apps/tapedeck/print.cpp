#include "aggregation/migrations.hpp"
#include "base/ensure.hpp"
#include "browse/migrations.hpp"
#include "download/migrations.hpp"
#include "gateway/http/forwarding.hpp"
#include "gateway/migrations.hpp"
#include "http/openapi.hpp"
#include "runtime/system.hpp"
#include "runtime/version.hpp"
#include "services.hpp"
#include "verbs.hpp"

#include <array>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::app {
namespace {

std::string settings_page() {
  AllSettings all;
  return runtime::settings_page(all.groups());
}

/// The tables as their owners' migrations make them, which is the truth about them.
std::string data_model_page() {
  std::string page =
      "# Data model\n\n"
      "Printed by `./dev docs` from the migrations. Each table has one owner; ids are UUIDs in "
      "text,\n"
      "times milliseconds UTC, flags 0 or 1, JSON is text. No foreign key crosses services.\n";
  for (const auto& owner : {gateway::migrations(), browse::migrations(), download::migrations(),
                            aggregation::migrations()}) {
    page.append("\n## ").append(owner.service).append("\n");
    for (const auto& step : owner.steps) {
      page.append("\n### ").append(std::to_string(step.version)).append(" ").append(step.name);
      page.append("\n\n```sql\n").append(step.text).append("```\n");
    }
  }
  return page;
}

std::string_view who(http::Access access) {
  switch (access) {
    case http::Access::open:
      return "everyone";
    case http::Access::catalogue:
      return "everyone, unless closed";
    case http::Access::user:
      return "who is signed in";
    case http::Access::admin:
      return "admins";
    case http::Access::service:
      return "the other services";
    case http::Access::metrics:
      return "this machine, or the metrics token";
  }
  return "";
}

void append_rows(std::string& page, const std::vector<http::RouteInfo>& rows) {
  page += "\n| Route | For | Does |\n| --- | --- | --- |\n";
  for (const auto& row : rows) {
    if (row.operation.summary.empty()) continue;  // a page's own files
    page.append("| `").append(http::to_text(row.verb)).append(" ").append(row.pattern);
    page.append("` | ").append(who(row.access)).append(" | ").append(row.operation.summary);
    page.append(" |\n");
  }
}

/// Every route of every service, from the tables that serve them.
std::string api_page() {
  std::string page =
      "# Routes\n\n"
      "Printed by `./dev docs` from the tables that serve them. What each takes and gives stands "
      "in\n"
      "`/openapi.json`, and to read and try under `/docs` of each service. Errors are problem "
      "documents\n"
      "(RFC 9457); every answer carries `X-Request-Id`.\n"
      "\n## Every service\n";
  append_rows(page, runtime::common_rows());
  page += "\n## gateway (8000)\n";
  append_rows(page, gateway::Service::own_rows());
  page += "\n## browse (8001)\n";
  append_rows(page, browse::Service::own_rows());
  page += "\n## download (8002)\n";
  append_rows(page, download::Service::own_rows());
  page += "\n## aggregation (8003)\n";
  append_rows(page, aggregation::Service::own_rows());
  return page;
}

/// The rows of one service, those that every service has among them.
std::string document_of(std::string_view service, const std::vector<http::RouteInfo>& own) {
  auto rows = runtime::common_rows();
  rows.insert(rows.end(), own.begin(), own.end());
  return http::openapi_document({std::string(service), std::string(runtime::version), {}}, rows);
}

/// What the gateway shows under /openapi.json when all four services are there.
std::string openapi_page() {
  const std::vector<http::ServiceDocument> documents{
      {"gateway", document_of("gateway", gateway::Service::own_rows())},
      {"browse", document_of("browse", browse::Service::own_rows())},
      {"download", document_of("download", download::Service::own_rows())},
      {"aggregation", document_of("aggregation", aggregation::Service::own_rows())}};
  const http::ApiInfo info{"Tapedeck", std::string(runtime::version), {}};
  auto merged = http::merged_openapi_document(info, documents, gateway::forwarded_paths());
  ensure(merged.has_value(), "our own documents are OpenAPI documents");
  return *merged + "\n";
}

struct Page {
  std::string_view name;
  std::string (*make)();
};

constexpr auto pages = std::to_array<Page>({{"api", api_page},
                                            {"settings", settings_page},
                                            {"data-model", data_model_page},
                                            {"openapi", openapi_page}});

}  // namespace

int print(runtime::CommandLine line) {
  for (const auto& page : pages) {
    if (line.words.size() != 1 || line.words[0] != page.name) continue;
    std::fputs(page.make().c_str(), stdout);
    return 0;
  }
  std::fputs("Say which: api, settings, data-model or openapi.\n", stderr);
  return 64;
}

}  // namespace tapedeck::app
