#include "database/transaction.hpp"
#include "support/raw_client.hpp"
#include "support/tapedeck.hpp"

#include <doctest/doctest.h>
#include <signal.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

using namespace tapedeck::test;
using namespace std::chrono_literals;

TEST_CASE("whoever asks whether to send requests hears no before the port closes") {
  TapedeckOptions options;
  options.environment["TAPEDECK_STOP_NOTICE"] = "5s";
  Tapedeck tapedeck(options);
  REQUIRE(tapedeck.ready());
  CHECK(fetch(tapedeck.url("gateway") + "/health/ready").status == 200);

  tapedeck.program().signal(SIGTERM);
  REQUIRE(tapedeck.program().line_with({"\"stopping\""}));

  for (const auto* service : {"gateway", "browse", "download", "aggregation"}) {
    CAPTURE(service);
    // The log line is written before the services are told, which takes each a turn of its loop.
    long status = 200;
    for (int tries = 0; status == 200 && tries < 1'000; ++tries)
      status = fetch(tapedeck.url(service) + "/health/ready").status;
    CHECK(status == 503);
    CHECK(fetch(tapedeck.url(service) + "/health/live").status == 200);
  }
}

TEST_CASE("a second signal ends the program at once") {
  TapedeckOptions options;
  options.environment["TAPEDECK_STOP_NOTICE"] = "1m";
  Tapedeck tapedeck(options);
  REQUIRE(tapedeck.ready());
  tapedeck.program().signal(SIGINT);
  REQUIRE(tapedeck.program().line_with({"\"stopping\""}));
  const auto before = std::chrono::steady_clock::now();
  tapedeck.program().signal(SIGINT);
  CHECK(tapedeck.program().wait() == 1);
  CHECK(std::chrono::steady_clock::now() - before < 10s);
}

TEST_CASE("a signal ends a migration that waits for another program") {
  const ScratchFolder folder;
  const TestDatabase database(tapedeck::database::Dialect::sqlite);
  const auto db = database.connect();
  const auto other = tapedeck::database::WriteTransaction::begin(*db);
  REQUIRE(other);
  Program program({TAPEDECK_PROGRAM, "migrate"}, {{"DATABASE_URL", database.url().shown()}},
                  folder.path().string());
  // The keys are made before the tables; until then a signal ends any program.
  const auto latest = std::chrono::steady_clock::now() + Program::patience;
  while (!std::filesystem::exists(folder.path() / "data" / "service_secret") &&
         std::chrono::steady_clock::now() < latest)
    std::this_thread::yield();
  program.signal(SIGTERM);
  CHECK(program.wait() == -SIGTERM);
}

TEST_CASE("a signal to stop under load loses no request, and the program ends within ten seconds") {
  Tapedeck tapedeck;
  REQUIRE(tapedeck.ready());
  const auto url = tapedeck.url("gateway");
  const auto port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));

  std::atomic<int> answered = 0;
  std::atomic<int> lost = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&] {
      try {
        for (;;) {
          RawClient client(port);  // throws once the port has closed
          client.send("GET /openapi.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
          const auto answer = client.answer();
          ++(answer && answer->status == 200 ? answered : lost);
        }
      } catch (const std::exception&) {
        return;
      }
    });
  }
  while (answered < 200 && lost == 0)
    std::this_thread::yield();
  const auto before = std::chrono::steady_clock::now();
  tapedeck.program().signal(SIGTERM);
  const int exit_code = tapedeck.program().wait();
  const auto took = std::chrono::steady_clock::now() - before;
  for (auto& client : clients)
    client.join();

  CHECK(exit_code == 0);
  CHECK(lost == 0);
  CHECK(answered >= 200);
  CHECK(took < 10s);
}
