#include "http/detail/openapi_components.hpp"

#include "json/schema.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace tapedeck::http::detail::openapi {

/// One value at fault; see http/problem.hpp.
struct ProblemField {
  std::string path;
  std::string message;
};
BOOST_DESCRIBE_STRUCT(ProblemField, (), (path, message))

constexpr auto json_fields(std::type_identity<ProblemField>) {
  return json::fields(
      "One value that breaks one rule.",
      json::field(&ProblemField::path).about("A JSON pointer (/files/0) or a parameter's name."),
      json::field(&ProblemField::message).about("The rule: must be between 1 and 200."));
}

/// Why a request was refused; see http/problem.hpp.
struct Problem {
  std::string type;
  std::string title;
  std::uint16_t status;
  std::string detail;
  std::string request_id;
  std::optional<std::vector<ProblemField>> errors;
};
BOOST_DESCRIBE_STRUCT(Problem, (), (type, title, status, detail, request_id, errors))

constexpr auto json_fields(std::type_identity<Problem>) {
  return json::fields(
      "Why a request was refused (RFC 9457).",
      json::field(&Problem::type).about("urn:tapedeck:<code>: what a program may switch on."),
      json::field(&Problem::detail).about("What happened and what to do, for a person."),
      json::field(&Problem::request_id).about("What the log knows the request by."),
      json::field(&Problem::errors).omitted_when_absent().about("Every value at fault."));
}

namespace {

constexpr std::array refusals{malformed, unauthenticated, forbidden,
                              not_found, invalid,         anything_else};

void put_schemas(json::Writer& out, const json::Components& components) {
  out.key("schemas");
  out.begin_object();
  for (const auto& [name, schema] : components.schemas()) {
    out.key(name);
    out.raw(schema);
  }
  out.end_object();
}

void put_refusals(json::Writer& out, std::string_view problem) {
  out.key("responses");
  out.begin_object();
  for (const auto& refusal : refusals) {
    out.key(refusal.name);
    out.begin_object();
    out.member("description", refusal.meaning);
    put_content(out, "application/problem+json", problem);
    out.end_object();
  }
  out.end_object();
}

void put_security_schemes(json::Writer& out) {
  out.key("securitySchemes");
  out.begin_object();
  const auto put = [&out](std::string_view name, std::string_view scheme, std::string_view what) {
    out.key(name);
    out.begin_object();
    out.member("type", "http");
    out.member("scheme", scheme);
    out.member("description", what);
    out.end_object();
  };
  put("access_token", "bearer", "What POST /auth/login gives.");
  out.key("session_cookie");
  out.begin_object();
  out.member("type", "apiKey");
  out.member("in", "cookie");
  out.member("name", "tapedeck");
  out.member("description", "What POST /auth/login sets in a browser.");
  out.end_object();
  put("service_token", "TD1", "What Tapedeck's services show one another.");
  put("metrics_token", "bearer", "What a collector of metrics shows from elsewhere.");
  out.end_object();
}

}  // namespace

void put_content(json::Writer& out, std::string_view type, std::string_view schema) {
  out.key("content");
  out.begin_object();
  out.key(type);
  out.begin_object();
  out.key("schema");
  out.raw(schema);
  out.end_object();
  out.end_object();
}

void put_components(json::Writer& out, json::Components& components) {
  const auto problem = json::schema_of<Problem>(components);  // before the schemas are written
  out.key("components");
  out.begin_object();
  put_schemas(out, components);
  put_refusals(out, problem);
  put_security_schemes(out);
  out.end_object();
}

}  // namespace tapedeck::http::detail::openapi
