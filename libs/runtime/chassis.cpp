#include "runtime/chassis.hpp"

#include "base/ensure.hpp"
#include "http/openapi.hpp"
#include "runtime/folders.hpp"
#include "runtime/open_files.hpp"
#include "runtime/version.hpp"

#include <utility>

namespace tapedeck::runtime {

/// What the service itself can be asked, made when its routes are known.
class Chassis::OwnDocument final : public DocumentSource {
 public:
  Task<Result<std::string>> document(Deadline) override { co_return text_; }
  void show(std::string text) { text_ = std::move(text); }

 private:
  std::string text_;
};

Chassis::Chassis(Host& host, std::string_view name, std::string_view purpose, BoxSettings box)
    : host_(host),
      name_(name),
      purpose_(purpose),
      box_(std::move(box)),
      log_(name),
      metrics_(std::string(name)),
      loop_(std::string(name)),
      database_(host.pool(box_.database)),
      health_(loop_.executor(), host.clock(), log_, std::string(name)),
      database_probe_(database_),
      upkeep_(loop_.executor(), host.clock(), database_, log_),
      services_(identity::ServiceKeys{host.secrets().service.copy(), std::nullopt}, host.clock(),
                std::string(name)),
      gatekeeper_(
          host.access_tokens(), services_, host.revocations(),
          host.settings().anonymous_reading ? AnonymousReading::allowed : AnonymousReading::closed,
          host.settings().metrics_token),
      vitals_{health_, metrics_, std::string(version)},
      own_document_(std::make_unique<OwnDocument>()) {
  telemetry::add_process_metrics(metrics_, version);
  host.statements().attach(name_, metrics_);
  health_.watch("database", Weight::vital, database_probe_);
}

Chassis::~Chassis() { host_.statements().detach(name_); }

DocumentSource& Chassis::own_document() noexcept { return *own_document_; }

Task<Result<std::uint16_t>> Chassis::open(http::Router routes, DocumentSource& document) {
  std::vector<http::Middleware> nothing;
  return open(std::move(routes), document, std::move(nothing));
}

Task<Result<std::uint16_t>> Chassis::open(http::Router routes, DocumentSource& document,
                                          std::vector<http::Middleware> around) {
  ensure(!server_, "a chassis is opened once");
  auto viewer =
      http::StaticFiles::open((share_folder(host_.settings()) / "docs").string(), "index.html");
  if (!viewer) co_return failure(viewer);
  viewer_.emplace(std::move(*viewer));
  documentation_.emplace(Documentation{document, *viewer_});
  routes.add(vitals_routes(), vitals_);
  routes.add(documentation_routes(), *documentation_);
  routes.wrap(gatekeeper_.middleware());
  for (auto& outer : around)
    routes.wrap(std::move(outer));
  const http::ApiInfo info{std::string(name_), std::string(version), std::string(purpose_)};
  own_document_->show(http::openapi_document(info, routes.rows()));

  server_ =
      std::make_unique<http::Server>(loop_.executor(), host_.clock(), server_limits(open_files()),
                                     std::move(routes), log_, metrics_);
  auto port = server_->listen(box_.endpoint);
  if (!port) co_return port;
  log_.info("listening", {{"address", box_.endpoint.address}, {"port", *port}});
  upkeep_.start();
  if (!host_.has("gateway")) {
    feed_.emplace(loop_.executor(), host_.clock(), host_.origin_of("gateway"), services_,
                  host_.revocations(), log_);
    feed_->start();
  }
  co_return port;
}

Task<void> Chassis::close(Deadline deadline) {
  if (!server_) co_return;
  co_await server_->drain(deadline);
  if (feed_) co_await feed_->stop();
  co_await upkeep_.stop();
  co_await health_.stop();
  log_.info("stopped");
}

}  // namespace tapedeck::runtime
