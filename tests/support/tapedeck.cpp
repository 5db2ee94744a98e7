#include "support/tapedeck.hpp"

#include "async/clock.hpp"
#include "identity/access_token.hpp"
#include "identity/service_token.hpp"

#include <charconv>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace tapedeck::test {
namespace {

const std::vector<std::string> all_services{"browse", "download", "aggregation", "gateway"};

std::vector<std::string> command_line(const TapedeckOptions& options) {
  std::vector<std::string> line{TAPEDECK_PROGRAM, "serve"};
  for (const auto& service : options.only) {
    line.push_back("--only");
    line.push_back(service);
  }
  for (const auto& service : all_services)
    line.push_back("--" + service + ".port=0");
  line.insert(line.end(), options.flags.begin(), options.flags.end());
  return line;
}

database::Dialect engine() {
  const char* wanted = std::getenv("TAPEDECK_TEST_ENGINE");
  return wanted != nullptr && std::string_view(wanted) == "postgresql"
             ? database::Dialect::postgresql
             : database::Dialect::sqlite;
}

std::map<std::string, std::string> variables(const TapedeckOptions& options,
                                             const database::Url& url) {
  auto all = options.environment;
  all.emplace("JWT_SECRET_KEY", Tapedeck::jwt_secret);
  all.emplace("TAPEDECK_SERVICE_SECRET", Tapedeck::service_secret);
  // A test asks as fast as it can; those about the limits set their own.
  all.emplace("TAPEDECK_GATEWAY_USER_RATE", "0");
  all.emplace("TAPEDECK_GATEWAY_ANONYMOUS_RATE", "0");
  // Nobody listens there: a test that wants an Archive brings one along.
  all.emplace("TAPEDECK_ARCHIVE_URL", "http://127.0.0.1:9");
  all.emplace("DATABASE_URL",
              url.dialect() == database::Dialect::sqlite ? url.shown() : url.secret());
  return all;
}

}  // namespace

Tapedeck::Tapedeck(TapedeckOptions options)
    : options_(std::move(options)), database_(options_.engine.value_or(engine())) {
  start_again();
}

void Tapedeck::start_again(const std::vector<std::string>& flags) {
  options_.flags.insert(options_.flags.end(), flags.begin(), flags.end());
  ports_.clear();
  program_ = std::make_unique<Program>(command_line(options_), variables(options_, database_.url()),
                                       folder_.path().string());
}

std::unique_ptr<Program> Tapedeck::beside(const std::vector<std::string>& flags) const {
  auto options = options_;
  options.flags.insert(options.flags.end(), flags.begin(), flags.end());
  return std::make_unique<Program>(command_line(options), variables(options, database_.url()),
                                   folder_.path().string());
}

bool Tapedeck::ready() {
  for (const auto& service : options_.only.empty() ? all_services : options_.only) {
    const auto line = program_->line_with({"\"listening\"", "\"" + service + "\""});
    if (!line) return false;
    constexpr std::string_view before = "\"port\":";
    const auto at = line->find(before) + before.size();
    int port = 0;
    std::from_chars(line->data() + at, line->data() + line->size(), port);
    ports_[service] = port;
  }
  return true;
}

std::string Tapedeck::url(const std::string& service) const {
  return "http://127.0.0.1:" + std::to_string(ports_.at(service));
}

std::string Tapedeck::as_user(bool admin) { return as(UserId::make(), admin); }

std::string Tapedeck::as(const UserId& user, bool admin) {
  static const SystemClock clock;
  auto secret = identity::Secret::from_text(std::string(jwt_secret));
  if (!secret) throw std::logic_error("the tests' secret is no secret");
  identity::AccessKeys keys{std::move(*secret)};
  const identity::AccessTokens tokens(std::move(keys), clock);
  return "Authorization: Bearer " + tokens.issue(user, SessionId::make(), admin).text;
}

std::string Tapedeck::as_service(std::string_view service) {
  static const SystemClock clock;
  auto secret = identity::Secret::from_text(std::string(service_secret));
  if (!secret) throw std::logic_error("the tests' secret is no secret");
  identity::ServiceKeys keys{std::move(*secret)};
  const identity::ServiceTokens tokens(std::move(keys), clock, "aggregation");
  return "Authorization: TD1 " + tokens.issue(service, std::nullopt);
}

}  // namespace tapedeck::test
