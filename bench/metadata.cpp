#include "metadata.hpp"

#include "archive/answers.hpp"
#include "contest.hpp"

#include <boost/json/parse.hpp>

#include <chrono>
#include <stdexcept>
#include <vector>

namespace tapedeck::bench {
namespace {

using Steady = std::chrono::steady_clock;

constexpr int rounds = 9;
constexpr auto moment = std::chrono::milliseconds{200};

/// Bytes a second, of a function that reads `bytes` once.
template <class Read>
double rate_of(std::size_t bytes, Read read) {
  const auto begin = Steady::now();
  std::size_t count = 0;
  while (Steady::now() - begin < moment) {
    read();
    ++count;
  }
  const std::chrono::duration<double> took = Steady::now() - begin;
  return static_cast<double>(bytes * count) / took.count();
}

}  // namespace

DecodingRate decode_in_turns(const std::string& metadata, const std::string& identifier) {
  const auto name = ItemIdentifier::parse(identifier);
  if (!name || !archive::read_item(metadata, *name)) {
    throw std::runtime_error("no metadata: " + metadata.substr(0, 200));
  }
  std::vector<double> ours;
  std::vector<double> bare;
  for (int round = 0; round < rounds; ++round) {
    ours.push_back(rate_of(metadata.size(), [&] {
      const auto item = archive::read_item(metadata, *name);
      if (!item) throw std::runtime_error("metadata that was read before is none now");
    }));
    bare.push_back(rate_of(metadata.size(), [&] {
      const auto value = boost::json::parse(metadata);
      if (!value.is_object()) throw std::runtime_error("metadata that is no object");
    }));
  }
  return {median(ours), median(bare)};
}

}  // namespace tapedeck::bench
