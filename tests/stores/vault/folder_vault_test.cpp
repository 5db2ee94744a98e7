#include "download/vault/folder_vault.hpp"

#include "async/await.hpp"
#include "async/clock.hpp"
#include "async/loop.hpp"
#include "download/vault/beneath.hpp"
#include "support/scratch_folder.hpp"

#include <doctest/doctest.h>
#include <openssl/evp.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::test;
using download::Expected;
using download::VaultPath;
namespace fs = std::filesystem;

namespace {

archive::Sha1 sha1_of(std::string_view text) {
  archive::Sha1 digest;
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest.bytes.data(), &size, EVP_sha1(), nullptr);
  return digest;
}

Expected expected(std::string_view text) {
  return Expected{.bytes = text.size(), .sha1 = sha1_of(text)};
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Everything under a folder, links as they are.
std::set<std::string> tree(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    names.insert(fs::relative(entry.path(), folder).string());
  return names;
}

/// A vault in a scratch folder, with another folder beside it that nothing may touch.
struct Cellar {
  Cellar() {
    fs::create_directory(root);
    fs::create_directory(folder.path() / "outside");
    std::ofstream(folder.path() / "outside" / "precious") << "precious";
    REQUIRE(wait(vault.found(false)));
  }

  template <class T>
  Result<T> wait(Task<Result<T>> task) {
    std::optional<Result<T>> result;
    async::await(home.executor(), keep(std::move(task), result));
    return std::move(*result);
  }

  VaultPath path(std::string_view file, std::string_view item = "gd77-05-08.sbd") const {
    return {user, *ItemIdentifier::parse(item), *archive::FileName::parse(file)};
  }
  fs::path on_disk(const VaultPath& path) const { return root / path.text(); }

  /// Brings a file into the vault by the whole way.
  Result<void> bring(const VaultPath& where, std::string text) {
    return wait(bring_in(vault, where, std::move(text)));
  }
  static Task<Result<void>> bring_in(download::FolderVault& vault, VaultPath where,
                                     std::string text) {
    auto part = co_await vault.open_part(where, 0, expected(text));
    if (!part) co_return failure(part);
    auto done = co_await (*part)->append(std::as_bytes(std::span(text)));
    if (done) done = co_await (*part)->flush();
    if (!done) co_return done;
    auto wrong = co_await (*part)->verify();
    if (!wrong) co_return failure(wrong);
    if (*wrong) co_return fail(Errc::internal, **wrong);
    co_return co_await (*part)->keep();
  }

  /// Leaves a part of these bytes behind.
  void leave_part(const VaultPath& where, std::string text) {
    auto part = wait(vault.open_part(where, 0, {}));
    REQUIRE(part);
    REQUIRE(wait((*part)->append(std::as_bytes(std::span(text)))));
  }

  ScratchFolder folder;
  fs::path root = folder.path() / "vault";
  UserId user = UserId::make();
  async::LoopThread home{"home"};
  async::Pool disk{"disk", 2, 64};
  download::FolderVault vault{disk, root, 0};

 private:
  template <class T>
  static Task<void> keep(Task<Result<T>> task, std::optional<Result<T>>& into) {
    auto result = co_await std::move(task);
    into.emplace(std::move(result));
  }
};

/// Names from outside that have led others astray, or might.
std::vector<std::string> hostile_names() {
  std::vector<std::string> names{"..",
                                 ".",
                                 "",
                                 "/",
                                 "//",
                                 "../x",
                                 "../../x",
                                 "a/../../x",
                                 "a/..",
                                 "./x",
                                 "/etc/passwd",
                                 "//server/share",
                                 "a//b",
                                 "a/",
                                 "..\\x",
                                 "C:\\x",
                                 "C:x",
                                 "%2e%2e/x",
                                 "%2e%2e%2fx",
                                 "..%5cx",
                                 "..%c0%af",
                                 "\xC0\xAE\xC0\xAE/x",
                                 "a\nb",
                                 "a\rb",
                                 std::string("a\0b", 3),
                                 "a\tb",
                                 "a\x7F",
                                 std::string("\xE2\x80\xAE") + "gpj.exe",
                                 "\xC2\x9B",
                                 "\xFF\xFE",
                                 "CON",
                                 "nul.txt",
                                 "COM1",
                                 "lpt9.flac",
                                 "aux/x",
                                 "x.",
                                 "x ",
                                 " x",
                                 "x:y",
                                 "x:$DATA",
                                 "a<b>",
                                 "a|b",
                                 "a?b*",
                                 "-rf",
                                 "--help",
                                 "~",
                                 "~y/x",
                                 "$HOME",
                                 "`x`",
                                 "$(x)",
                                 ".tapedeck-vault",
                                 ".part",
                                 "x.part",
                                 "z.part/y",
                                 ".git/config",
                                 "...",
                                 ".. /x",
                                 "..;/x",
                                 "\xF0\x9F\x8E\xB8.flac",
                                 "e\xCC\x81.flac",
                                 "\xC3\xA9.flac",
                                 "X.FLAC",
                                 "x.flac"};
  names.emplace_back(255, 'a');
  names.emplace_back(256, 'a');
  names.emplace_back(1'025, 'a');
  std::string deep;
  for (int i = 0; i < 511; ++i)
    deep += "a/";
  names.push_back(deep + "a");
  return names;
}

}  // namespace

TEST_CASE("a part that is open belongs to whoever opened it, among all processes") {
  Cellar cellar;
  const auto path = cellar.path("d1t01.flac");
  const auto theirs = cellar.path("d1t01.flac", "gd77-05-09.sbd");
  REQUIRE(cellar.bring(theirs, "the same bytes"));
  // Another process is another vault over the same folder: the lock is the open file's.
  download::FolderVault other(cellar.disk, cellar.root, 0);
  auto part = cellar.wait(other.open_part(path, 0, expected("the same bytes")));
  REQUIRE(part);
  REQUIRE(cellar.wait((*part)->append(std::as_bytes(std::span(std::string_view("the same"))))));

  const auto code = [&]<class T>(Task<Result<T>> task) {
    const auto result = cellar.wait(std::move(task));
    REQUIRE_FALSE(result);
    return result.error().code;
  };
  CHECK(code(cellar.vault.open_part(path, 0, {})) == Errc::timed_out);
  CHECK(code(cellar.vault.drop_part(path)) == Errc::timed_out);
  CHECK(code(cellar.vault.share(theirs, path, expected("the same bytes"))) == Errc::timed_out);
  CHECK(read_file(cellar.root / (path.text() + ".part")) == "the same");

  REQUIRE(cellar.wait((*part)->append(std::as_bytes(std::span(std::string_view(" bytes"))))));
  REQUIRE(cellar.wait((*part)->verify()));
  REQUIRE(cellar.wait((*part)->keep()));
  CHECK(read_file(cellar.on_disk(path)) == "the same bytes");
  // What is finished is nobody's alone, and a new part of the same file is another file.
  CHECK(cellar.wait(cellar.vault.open_part(path, 0, {})));
  part->reset();
  CHECK(cellar.wait(cellar.vault.drop_part(path)));
  CHECK(read_file(cellar.on_disk(path)) == "the same bytes");
}

TEST_CASE("parts that no job wants are removed, and nothing else is") {
  Cellar cellar;
  const auto wanted = cellar.path("d1/t01.flac");
  const auto orphan = cellar.path("d2/t01.flac", "gd77-05-09.sbd");
  const auto open = cellar.path("t02.flac");
  const auto finished = cellar.path("t03.flac");
  for (const auto& part : {wanted, orphan})
    cellar.leave_part(part, "half of it");
  REQUIRE(cellar.bring(finished, "all of it"));
  std::ofstream(cellar.root / "mine.part") << "not the vault's";
  const auto held = cellar.wait(cellar.vault.open_part(open, 0, {}));
  REQUIRE(held);
  const auto before = tree(cellar.root);

  const auto tidy = [&](Instant since) {
    return cellar.wait(cellar.vault.tidy({wanted.text()}, since)).value();
  };
  CHECK(tidy(Instant{}) == 0);  // all of it was written to since
  CHECK(tree(cellar.root) == before);
  const Instant tomorrow = SystemClock().now() + std::chrono::hours{24};
  CHECK(tidy(tomorrow) == 1);
  auto left = before;
  std::erase_if(left, [](const auto& name) { return name.contains("gd77-05-09.sbd"); });
  CHECK(tree(cellar.root) == left);
}

TEST_CASE("no hostile name or identifier puts anything outside the vault") {
  Cellar cellar;
  std::set<std::string> brought;
  int taken = 0;
  for (const auto& name : hostile_names()) {
    CAPTURE(name);
    const auto item = ItemIdentifier::parse(name);
    const auto file = archive::FileName::parse(name);
    const auto plain_item = *ItemIdentifier::parse("gd77-05-08.sbd");
    const auto plain_file = *archive::FileName::parse("d1t01.flac");
    for (const auto& where :
         {file ? std::optional(VaultPath(cellar.user, plain_item, *file)) : std::nullopt,
          item ? std::optional(VaultPath(cellar.user, *item, plain_file)) : std::nullopt}) {
      if (!where) continue;
      const auto done = cellar.bring(*where, "music of " + name);
      REQUIRE_MESSAGE(done, done.error().detail);
      CHECK(brought.insert(where->text()).second);
      CHECK(read_file(cellar.on_disk(*where)) == "music of " + name);
      ++taken;
    }
  }
  CHECK(hostile_names().size() >= 60);
  CHECK(taken > 30);
  CHECK(tree(cellar.folder.path() / "outside") == std::set<std::string>{"precious"});
  CHECK(fs::directory_iterator(cellar.folder.path()) != fs::directory_iterator());
  std::set<std::string> beside;
  for (const auto& entry : fs::directory_iterator(cellar.folder.path()))
    beside.insert(entry.path().filename().string());
  CHECK(beside == std::set<std::string>{"outside", "vault"});
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(cellar.root))
    files += entry.is_regular_file() ? 1 : 0;
  CHECK(files == brought.size() + 1);  // and the marker
}

TEST_CASE("a link in the way is not followed, wherever it lies") {
  const auto links = std::to_array<std::string_view>({"user", "item", "folder", "part", "file"});
  for (const auto link : links) {
    CAPTURE(link);
    Cellar cellar;
    const auto where = cellar.path("disc/d1t01.flac");
    const auto outside = cellar.folder.path() / "outside";
    const auto user = cellar.root / cellar.user.text();
    const auto item = user / "gd77-05-08.sbd";
    const auto before = tree(outside);
    if (link == "user") {
      fs::create_directory_symlink(outside, user);
    } else {
      fs::create_directories(link == "item" ? user : link == "folder" ? item : item / "disc");
      if (link == "item") fs::create_directory_symlink(outside, item);
      if (link == "folder") fs::create_directory_symlink(outside, item / "disc");
      if (link == "part") fs::create_symlink(outside / "precious", item / "disc/d1t01.flac.part");
      if (link == "file") fs::create_symlink(outside / "precious", item / "disc/d1t01.flac");
    }
    const auto done = cellar.bring(where, "music");
    CHECK(done.has_value() == (link == "file"));  // a link in a file's place is replaced
    if (!done) CHECK(done.error().code == Errc::conflict);
    const auto opened = cellar.wait(cellar.vault.open(where));
    CHECK(opened.has_value() == (link == "file"));
    CHECK(cellar.wait(cellar.vault.holds(where, expected("precious"))).value() == false);
    CHECK(cellar.wait(cellar.vault.drop_part(where)));
    CHECK(cellar.wait(cellar.vault.remove(where)));
    CHECK(tree(outside) == before);
    CHECK(read_file(outside / "precious") == "precious");
  }
}

TEST_CASE("a file has its name only when it is whole and verified") {
  Cellar cellar;
  const auto where = cellar.path("d1t01.flac");
  auto part = cellar.wait(cellar.vault.open_part(where, 0, expected("music")));
  REQUIRE(part);
  const std::string wrong = "musik";
  REQUIRE(cellar.wait((*part)->append(std::as_bytes(std::span(wrong)))));
  CHECK_FALSE(fs::exists(cellar.on_disk(where)));
  const auto difference = cellar.wait((*part)->verify());
  REQUIRE(difference);
  REQUIRE(difference->has_value());
  CHECK((*difference)->contains(sha1_of("music").text()));
  CHECK((*difference)->contains(sha1_of("musik").text()));

  REQUIRE(cellar.wait((*part)->restart()));
  const std::string right = "music";
  REQUIRE(cellar.wait((*part)->append(std::as_bytes(std::span(right)))));
  CHECK(cellar.wait((*part)->verify()).value() == std::optional<std::string>());
  REQUIRE(cellar.wait((*part)->keep()));
  CHECK(read_file(cellar.on_disk(where)) == "music");
  CHECK_FALSE(fs::exists(cellar.on_disk(where).string() + ".part"));
  CHECK(cellar.wait(cellar.vault.size(where)).value() == std::optional<std::uint64_t>(5));
}

TEST_CASE("of a part that was left behind only what is trusted is kept, and read again") {
  Cellar cellar;
  const auto where = cellar.path("d1t01.flac");
  cellar.leave_part(where, "music and noise");
  auto part = cellar.wait(cellar.vault.open_part(where, 5, expected("music is here")));
  REQUIRE(part);
  CHECK((*part)->bytes() == 5);
  const std::string rest = " is here";
  REQUIRE(cellar.wait((*part)->append(std::as_bytes(std::span(rest)))));
  CHECK(cellar.wait((*part)->verify()).value() == std::optional<std::string>());
  part->reset();
  auto shorter = cellar.wait(cellar.vault.open_part(where, 1'000, {}));
  REQUIRE(shorter);
  CHECK((*shorter)->bytes() == 13);
}

TEST_CASE("a part larger than one turn on the disk is read again whole") {
  Cellar cellar;
  const auto where = cellar.path("d1t01.flac");
  std::string music;
  music.resize(20'000'000, 'x');
  for (std::size_t i = 0; i < music.size(); i += 1'000)
    music[i] = static_cast<char>(i % 251);
  cellar.leave_part(where, music);
  auto part = cellar.wait(cellar.vault.open_part(where, music.size(), expected(music)));
  REQUIRE(part);
  CHECK(cellar.wait((*part)->verify()).value() == std::optional<std::string>());
  REQUIRE(cellar.wait((*part)->keep()));
  CHECK(cellar.wait(cellar.vault.holds(where, expected(music))).value() == true);
  music[19'999'999] = 'y';
  CHECK(cellar.wait(cellar.vault.holds(where, expected(music))).value() == false);
}

TEST_CASE("two users share the bytes of one file, and one may remove it without the other") {
  Cellar cellar;
  const auto mine = cellar.path("d1t01.flac");
  const VaultPath theirs(UserId::make(), *ItemIdentifier::parse("gd77-05-08.sbd"),
                         *archive::FileName::parse("d1t01.flac"));
  REQUIRE(cellar.bring(mine, "music"));
  CHECK(cellar.wait(cellar.vault.share(mine, theirs, expected("music"))).value() == true);
  CHECK(cellar.wait(cellar.vault.holds(theirs, expected("music"))).value() == true);
  CHECK(fs::hard_link_count(cellar.on_disk(theirs)) == 2);
  CHECK_FALSE(fs::exists(cellar.on_disk(theirs).string() + ".part"));
  CHECK(cellar.wait(cellar.vault.share(mine, theirs, expected("music"))).value() == true);

  REQUIRE(cellar.wait(cellar.vault.remove(mine)));
  CHECK(read_file(cellar.on_disk(theirs)) == "music");
  CHECK_FALSE(fs::exists(cellar.root / cellar.user.text()));
  CHECK(cellar.wait(cellar.vault.share(mine, theirs, expected("music"))).value() == false);
}

TEST_CASE("a copy that has rotted is never given a second name") {
  Cellar cellar;
  const auto mine = cellar.path("d1t01.flac");
  const VaultPath theirs(UserId::make(), *ItemIdentifier::parse("gd77-05-08.sbd"),
                         *archive::FileName::parse("d1t01.flac"));
  REQUIRE(cellar.bring(mine, "music"));
  std::ofstream(cellar.on_disk(mine)) << "musik";
  CHECK(cellar.wait(cellar.vault.share(mine, theirs, expected("music"))).value() == false);
  CHECK_FALSE(fs::exists(cellar.on_disk(theirs)));
  CHECK_FALSE(fs::exists(cellar.on_disk(theirs).string() + ".part"));
  CHECK(read_file(cellar.on_disk(mine)) == "musik");
}

TEST_CASE("a file nothing is known about is not shared") {
  Cellar cellar;
  const auto mine = cellar.path("notes.txt");
  const auto other = cellar.path("other.txt");
  REQUIRE(cellar.bring(mine, "music"));
  CHECK(cellar.wait(cellar.vault.share(mine, other, Expected{.bytes = 5})).value() == false);
  CHECK_FALSE(fs::exists(cellar.on_disk(other)));
}

TEST_CASE("a part that is another name of a finished file is never written into") {
  Cellar cellar;
  const auto finished = cellar.path("d1t01.flac");
  const auto other = cellar.path("d1t02.flac");
  REQUIRE(cellar.bring(finished, "music"));
  fs::create_hard_link(cellar.on_disk(finished), cellar.on_disk(other).string() + ".part");
  REQUIRE(cellar.bring(other, "other music"));
  CHECK(read_file(cellar.on_disk(finished)) == "music");
  CHECK(read_file(cellar.on_disk(other)) == "other music");
}

TEST_CASE("a folder without the marker is not the vault, and nothing is written there") {
  Cellar cellar;
  const auto where = cellar.path("d1t01.flac");
  REQUIRE(cellar.bring(where, "music"));
  fs::rename(cellar.root, cellar.folder.path() / "unmounted");
  fs::create_directory(cellar.root);

  const auto code = [](const auto& result) {
    return result ? std::optional<Errc>() : std::optional(result.error().code);
  };
  CHECK(code(cellar.bring(where, "music")) == Errc::unavailable);
  CHECK(code(cellar.wait(cellar.vault.holds(where, expected("music")))) == Errc::unavailable);
  CHECK(code(cellar.wait(cellar.vault.size(where))) == Errc::unavailable);
  CHECK(code(cellar.wait(cellar.vault.open(where))) == Errc::unavailable);
  CHECK(code(cellar.wait(cellar.vault.remove(where))) == Errc::unavailable);
  CHECK(code(cellar.wait(cellar.vault.room())) == Errc::unavailable);
  CHECK(code(cellar.wait(cellar.vault.found(true))) == Errc::unavailable);
  CHECK(tree(cellar.root).empty());

  fs::remove(cellar.root);
  fs::rename(cellar.folder.path() / "unmounted", cellar.root);
  CHECK(cellar.wait(cellar.vault.found(true)));
  CHECK(cellar.wait(cellar.vault.holds(where, expected("music"))).value() == true);
}

TEST_CASE("a file in the place of a folder is said to be in the way") {
  Cellar cellar;
  REQUIRE(cellar.bring(cellar.path("disc"), "music"));
  const auto done = cellar.bring(cellar.path("disc/d1t01.flac"), "music");
  REQUIRE_FALSE(done);
  CHECK(done.error().code == Errc::conflict);
  CHECK(cellar.wait(cellar.vault.holds(cellar.path("disc/d1t01.flac"), expected("music"))) ==
        false);
  CHECK(read_file(cellar.on_disk(cellar.path("disc"))) == "music");
}

TEST_CASE("a pipe in the place of a file is neither read nor waited for") {
  Cellar cellar;
  const auto where = cellar.path("d1t01.flac");
  fs::create_directories(cellar.on_disk(where).parent_path());
  REQUIRE(::mkfifo(cellar.on_disk(where).c_str(), 0600) == 0);
  REQUIRE(::mkfifo((cellar.on_disk(where).string() + ".part").c_str(), 0600) == 0);
  CHECK_FALSE(cellar.wait(cellar.vault.open(where)));
  CHECK_FALSE(cellar.bring(where, "music"));
}

TEST_CASE("what stands in the row stands on the disk: dropping a part leaves no folder behind") {
  Cellar cellar;
  const auto where = cellar.path("disc 1/d1t01.flac");
  cellar.leave_part(where, "mus");
  REQUIRE(cellar.wait(cellar.vault.drop_part(where)));
  CHECK(tree(cellar.root) == std::set<std::string>{download::beneath::marker});
  REQUIRE(cellar.wait(cellar.vault.drop_part(where)));
}
