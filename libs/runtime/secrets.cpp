#include "runtime/secrets.hpp"

#include <utility>

namespace tapedeck::runtime {
namespace {

Result<identity::Secret> given_or_kept(const std::optional<identity::Secret>& given,
                                       const std::filesystem::path& file) {
  if (given) return given->copy();
  return identity::load_or_make_secret(file);
}

}  // namespace

Result<Secrets> load_secrets(const SharedSettings& settings) {
  auto jwt = given_or_kept(settings.jwt_secret, settings.data_folder / "jwt_secret");
  if (!jwt) return failure(jwt);
  auto service = given_or_kept(settings.service_secret, settings.data_folder / "service_secret");
  if (!service) return failure(service);
  std::optional<identity::Secret> previous;
  if (settings.jwt_previous_secret) previous.emplace(settings.jwt_previous_secret->copy());
  return Secrets{std::move(*jwt), std::move(previous), std::move(*service)};
}

}  // namespace tapedeck::runtime
