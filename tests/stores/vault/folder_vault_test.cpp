#include "download/vault/folder_vault.hpp"

#include "async/await.hpp"
#include "async/clock.hpp"
#include "async/loop.hpp"
#include "download/vault/beneath.hpp"
#include "support/scratch_folder.hpp"

#include <doctest/doctest.h>
#include <grp.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

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
using namespace std::chrono_literals;
using download::Expected;
using download::InTheWay;
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
  fs::path part_on_disk(const VaultPath& path) const {
    return root / ".parts" / (path.text() + ".part");
  }
  fs::path bytes_on_disk(std::string_view text) const {
    const auto name = sha1_of(text).text();
    return root / ".content" / name.substr(0, 2) / name;
  }

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
    auto proof = co_await (*part)->verify();
    if (!proof) co_return failure(proof);
    if (proof->wrong) co_return fail(Errc::internal, *proof->wrong);
    auto kept = co_await (*part)->keep();
    if (!kept) co_return failure(kept);
    auto shown = co_await vault.show(proof->content, where, InTheWay::goes_aside);
    if (!shown) co_return failure(shown);
    co_return Result<void>();
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
  CHECK(read_file(cellar.part_on_disk(path)) == "the same");

  REQUIRE(cellar.wait((*part)->append(std::as_bytes(std::span(std::string_view(" bytes"))))));
  REQUIRE(cellar.wait((*part)->verify()));
  REQUIRE(cellar.wait((*part)->keep()));
  CHECK(read_file(cellar.bytes_on_disk("the same bytes")) == "the same bytes");
  // What is finished is nobody's alone, and a new part of the same file is another file.
  CHECK(cellar.wait(cellar.vault.open_part(path, 0, {})));
  part->reset();
  CHECK(cellar.wait(cellar.vault.drop_part(path)));
  CHECK(read_file(cellar.bytes_on_disk("the same bytes")) == "the same bytes");
}

TEST_CASE("parts that no job wants are removed, and nothing else is") {
  Cellar cellar;
  const auto wanted = cellar.path("d1/t01.flac");
  const auto orphan = cellar.path("d2/t01.flac", "gd77-05-09.sbd");
  const auto open = cellar.path("t02.flac");
  const auto finished = cellar.path("t03.flac");
  for (const auto& part : {wanted, orphan})
    cellar.leave_part(part, "half of it");
  // Parts lay beside finished files once.
  fs::create_directories(cellar.on_disk(orphan).parent_path());
  std::ofstream(cellar.on_disk(orphan).string() + ".part") << "half of it";
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
  CHECK(tidy(tomorrow) == 2);
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
  for (const auto& entry : fs::recursive_directory_iterator(cellar.root / cellar.user.text()))
    files += entry.is_regular_file() ? 1 : 0;
  CHECK(files == brought.size());
}

TEST_CASE("a link in the way is not followed, wherever it lies") {
  const auto links = std::to_array<std::string_view>(
      {".content", ".parts", ".trash", "user", "item", "folder", "part", "file", "bytes"});
  for (const auto link : links) {
    CAPTURE(link);
    Cellar cellar;
    const auto where = cellar.path("disc/d1t01.flac");
    const auto outside = cellar.folder.path() / "outside";
    const auto precious = outside / "precious";
    const auto user = cellar.root / cellar.user.text();
    const auto before = tree(outside);
    const auto place = [&](const fs::path& at, const fs::path& target) {
      fs::create_directories(at.parent_path());
      fs::create_symlink(target, at);
    };
    if (link.starts_with('.')) place(cellar.root / link, outside);
    if (link == "user") place(user, outside);
    if (link == "item") place(user / "gd77-05-08.sbd", outside);
    if (link == "folder") place(user / "gd77-05-08.sbd/disc", outside);
    if (link == "part") place(cellar.part_on_disk(where), precious);
    if (link == "file") place(cellar.on_disk(where), precious);
    if (link == "bytes") place(cellar.bytes_on_disk("music"), precious);
    const auto done = cellar.bring(where, "music");
    // What lies in a file's place gives way; of the trash nothing is wanted yet.
    CHECK(done.has_value() == (link == "bytes" || link == "file" || link == ".trash"));
    if (!done) CHECK(done.error().code == Errc::conflict);
    CHECK(cellar.wait(cellar.vault.holds(sha1_of("precious"))).value() == false);
    CHECK(cellar.wait(cellar.vault.drop_part(where)));
    (void)cellar.wait(cellar.vault.hide(where, sha1_of("music")));
    (void)cellar.wait(cellar.vault.discard(sha1_of("music")));
    (void)cellar.wait(cellar.vault.empty_trash(Instant::max()));
    CHECK(tree(outside) == before);
    CHECK(read_file(precious) == "precious");
  }
}

TEST_CASE("a file is kept only when it is whole and verified, and then nobody may write to it") {
  Cellar cellar;
  const auto where = cellar.path("d1t01.flac");
  auto part = cellar.wait(cellar.vault.open_part(where, 0, expected("music")));
  REQUIRE(part);
  const std::string wrong = "musik";
  REQUIRE(cellar.wait((*part)->append(std::as_bytes(std::span(wrong)))));
  auto proof = cellar.wait((*part)->verify());
  REQUIRE(proof);
  REQUIRE(proof->wrong);
  CHECK(proof->wrong->contains(sha1_of("music").text()));
  CHECK(proof->wrong->contains(sha1_of("musik").text()));

  REQUIRE(cellar.wait((*part)->restart()));
  const std::string right = "music";
  REQUIRE(cellar.wait((*part)->append(std::as_bytes(std::span(right)))));
  proof = cellar.wait((*part)->verify());
  REQUIRE(proof);
  CHECK_FALSE(proof->wrong);
  CHECK(proof->content == sha1_of("music"));
  CHECK(cellar.wait((*part)->keep()).value() == false);
  CHECK_FALSE(fs::exists(cellar.part_on_disk(where)));
  CHECK_FALSE(fs::exists(cellar.on_disk(where)));
  CHECK(cellar.wait(cellar.vault.size(proof->content)).value() == std::optional<std::uint64_t>(5));
  CHECK(cellar.wait(cellar.vault.show(proof->content, where, InTheWay::stays)).value() == true);
  CHECK(cellar.wait(cellar.vault.show(proof->content, where, InTheWay::stays)).value() == false);
  CHECK(read_file(cellar.on_disk(where)) == "music");
  const auto may_write = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
  CHECK((fs::status(cellar.on_disk(where)).permissions() & may_write) == fs::perms::none);
}

TEST_CASE(
    "a part that is wrong is kept aside as what it is, and is had again should that be right") {
  Cellar cellar;
  const auto where = cellar.path("d1t01.flac");
  auto part = cellar.wait(cellar.vault.open_part(where, 0, expected("music")));
  REQUIRE(part);
  const std::string wrong = "musik";
  REQUIRE(cellar.wait((*part)->append(std::as_bytes(std::span(wrong)))));
  REQUIRE(cellar.wait((*part)->verify()));
  REQUIRE(cellar.wait((*part)->put_aside()));
  CHECK_FALSE(fs::exists(cellar.root / ".parts"));
  CHECK(read_file(cellar.root / ".trash" / sha1_of("musik").text()) == "musik");
  CHECK(cellar.wait(cellar.vault.holds(sha1_of("music"))).value() == false);
  CHECK(cellar.wait(cellar.vault.holds(sha1_of("musik"))).value() == true);
}

TEST_CASE("a file of which only its MD5 is known, or nothing, is known by its SHA-1 from then on") {
  Cellar cellar;
  for (const auto& known :
       {Expected{.md5 = archive::Md5::parse("8a7b2e1c0e2b3a4c5d6e7f8091a2b3c4")}, Expected{}}) {
    auto part = cellar.wait(cellar.vault.open_part(cellar.path("notes.txt"), 0, known));
    REQUIRE(part);
    const std::string text = "music";
    REQUIRE(cellar.wait((*part)->append(std::as_bytes(std::span(text)))));
    const auto proof = cellar.wait((*part)->verify());
    REQUIRE(proof);
    CHECK(proof->wrong.has_value() == known.md5.has_value());
    CHECK(proof->content == sha1_of("music"));
  }
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
  CHECK_FALSE(cellar.wait((*part)->verify()).value().wrong);
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
  CHECK_FALSE(cellar.wait((*part)->verify()).value().wrong);
  REQUIRE(cellar.wait((*part)->keep()));
  CHECK(cellar.wait(cellar.vault.holds(sha1_of(music))).value() == true);
}

TEST_CASE("two users share the bytes of one file, and the last to remove it throws them away") {
  Cellar cellar;
  const auto mine = cellar.path("d1t01.flac");
  const VaultPath theirs(UserId::make(), *ItemIdentifier::parse("gd77-05-08.sbd"),
                         *archive::FileName::parse("d1t01.flac"));
  const auto content = sha1_of("music");
  REQUIRE(cellar.bring(mine, "music"));
  CHECK(cellar.wait(cellar.vault.show(content, theirs, InTheWay::stays)).value() == true);
  CHECK(fs::hard_link_count(cellar.on_disk(theirs)) == 3);

  REQUIRE(cellar.wait(cellar.vault.hide(mine, content)));
  REQUIRE(cellar.wait(cellar.vault.discard(content)));
  CHECK(read_file(cellar.on_disk(theirs)) == "music");
  CHECK(fs::exists(cellar.bytes_on_disk("music")));
  CHECK_FALSE(fs::exists(cellar.root / cellar.user.text()));

  REQUIRE(cellar.wait(cellar.vault.hide(theirs, content)));
  REQUIRE(cellar.wait(cellar.vault.discard(content)));
  CHECK(tree(cellar.root) ==
        std::set<std::string>{download::beneath::marker, ".trash", ".trash/" + content.text()});
  CHECK(cellar.wait(cellar.vault.empty_trash(SystemClock().now() - 1h)).value().files == 0);
  // Who wants it again has it from there.
  CHECK(cellar.wait(cellar.vault.holds(content)).value() == true);
  REQUIRE(cellar.wait(cellar.vault.discard(content)));
  const auto emptied = cellar.wait(cellar.vault.empty_trash(SystemClock().now() + 1h));
  REQUIRE(emptied);
  CHECK(emptied->files == 1);
  CHECK(emptied->bytes == 5);
  CHECK(cellar.wait(cellar.vault.size(content)).value() == std::optional<std::uint64_t>());
  CHECK(tree(cellar.root) == std::set<std::string>{download::beneath::marker});
}

TEST_CASE("bytes without a name are found, once they have been there for a while") {
  Cellar cellar;
  REQUIRE(cellar.bring(cellar.path("named.flac"), "music"));
  REQUIRE(cellar.bring(cellar.path("nameless.flac"), "noise"));
  fs::remove(cellar.on_disk(cellar.path("nameless.flac")));
  const auto now = SystemClock().now();
  CHECK(cellar.wait(cellar.vault.unnamed(now - 1h)).value().empty());
  CHECK(cellar.wait(cellar.vault.unnamed(now + 1h)).value() == std::vector{sha1_of("noise")});
}

TEST_CASE("what its user has put in a file's place stays, and goes aside for what was repaired") {
  Cellar cellar;
  const auto where = cellar.path("d1t01.flac");
  REQUIRE(cellar.bring(where, "music"));
  fs::remove(cellar.on_disk(where));
  std::ofstream(cellar.on_disk(where)) << "music with other tags";
  const auto content = sha1_of("music");
  CHECK(cellar.wait(cellar.vault.show(content, where, InTheWay::stays)).value() == false);
  CHECK(read_file(cellar.on_disk(where)) == "music with other tags");
  CHECK(cellar.wait(cellar.vault.show(content, where, InTheWay::goes_aside)).value() == true);
  CHECK(read_file(cellar.on_disk(where)) == "music");
  const auto aside = tree(cellar.root / ".trash");
  REQUIRE(aside.size() == 1);
  CHECK(read_file(cellar.root / ".trash" / *aside.begin()) == "music with other tags");

  fs::remove(cellar.on_disk(where));
  std::ofstream(cellar.on_disk(where)) << "other music";
  REQUIRE(cellar.wait(cellar.vault.hide(where, content)));
  CHECK_FALSE(fs::exists(cellar.on_disk(where)));
  CHECK(tree(cellar.root / ".trash").size() == 2);
}

TEST_CASE("bytes that have rotted are replaced, and said to have been") {
  Cellar cellar;
  const auto where = cellar.path("d1t01.flac");
  REQUIRE(cellar.bring(where, "music"));
  const auto place = cellar.bytes_on_disk("music");
  fs::permissions(place, fs::perms::owner_all);
  std::ofstream(place) << "musik";
  CHECK(cellar.wait(cellar.vault.holds(sha1_of("music"))).value() == false);
  auto part = cellar.wait(cellar.vault.open_part(where, 0, expected("music")));
  REQUIRE(part);
  const std::string right = "music";
  REQUIRE(cellar.wait((*part)->append(std::as_bytes(std::span(right)))));
  REQUIRE(cellar.wait((*part)->verify()));
  CHECK(cellar.wait((*part)->keep()).value() == true);
  CHECK(read_file(cellar.on_disk(where)) == "musik");
  REQUIRE(cellar.wait(cellar.vault.show(sha1_of("music"), where, InTheWay::goes_aside)));
  CHECK(read_file(cellar.on_disk(where)) == "music");
}

TEST_CASE("a file from before bytes were kept once is taken in, if it is what it has to be") {
  Cellar cellar;
  const auto where = cellar.path("d1t01.flac");
  fs::create_directories(cellar.on_disk(where).parent_path());
  std::ofstream(cellar.on_disk(where)) << "music";
  CHECK(cellar.wait(cellar.vault.adopt(where, expected("musik"))).value() ==
        std::optional<download::Content>());
  CHECK(cellar.wait(cellar.vault.adopt(where, expected("music"))).value() ==
        std::optional(sha1_of("music")));
  CHECK(fs::hard_link_count(cellar.on_disk(where)) == 2);
  CHECK((fs::status(cellar.on_disk(where)).permissions() & fs::perms::owner_write) ==
        fs::perms::none);
  CHECK(cellar.wait(cellar.vault.holds(sha1_of("music"))).value() == true);
  CHECK(cellar.wait(cellar.vault.adopt(cellar.path("none.flac"), {})).value() ==
        std::optional<download::Content>());
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
  const auto content = sha1_of("music");
  CHECK(code(cellar.wait(cellar.vault.holds(content))) == Errc::unavailable);
  CHECK(code(cellar.wait(cellar.vault.size(content))) == Errc::unavailable);
  CHECK(code(cellar.wait(cellar.vault.open(content))) == Errc::unavailable);
  CHECK(code(cellar.wait(cellar.vault.show(content, where, InTheWay::stays))) == Errc::unavailable);
  CHECK(code(cellar.wait(cellar.vault.hide(where, content))) == Errc::unavailable);
  CHECK(code(cellar.wait(cellar.vault.discard(content))) == Errc::unavailable);
  CHECK(code(cellar.wait(cellar.vault.adopt(where, {}))) == Errc::unavailable);
  CHECK(code(cellar.wait(cellar.vault.room())) == Errc::unavailable);
  CHECK(code(cellar.wait(cellar.vault.found(true))) == Errc::unavailable);
  CHECK(tree(cellar.root).empty());

  fs::remove(cellar.root);
  fs::rename(cellar.folder.path() / "unmounted", cellar.root);
  CHECK(cellar.wait(cellar.vault.found(true)));
  CHECK(cellar.wait(cellar.vault.holds(content)).value() == true);
}

TEST_CASE("a file in the place of a folder is said to be in the way") {
  Cellar cellar;
  REQUIRE(cellar.bring(cellar.path("disc"), "music"));
  const auto done = cellar.bring(cellar.path("disc/d1t01.flac"), "music");
  REQUIRE_FALSE(done);
  CHECK(done.error().code == Errc::conflict);
  CHECK(read_file(cellar.on_disk(cellar.path("disc"))) == "music");
}

TEST_CASE("a pipe in the place of a file is neither read nor waited for") {
  Cellar cellar;
  const auto where = cellar.path("d1t01.flac");
  for (const auto& place : {cellar.bytes_on_disk("music"), cellar.part_on_disk(where)}) {
    fs::create_directories(place.parent_path());
    REQUIRE(::mkfifo(place.c_str(), 0600) == 0);
  }
  CHECK_FALSE(cellar.wait(cellar.vault.open(sha1_of("music"))));
  CHECK_FALSE(cellar.bring(where, "music"));
}

TEST_CASE("what is made in the vault belongs to the group that was set, if there is one") {
  Cellar cellar;
  const auto* const own = ::getgrgid(::getgid());
  REQUIRE(own != nullptr);
  REQUIRE(cellar.wait(cellar.vault.belong_to(own->gr_name)));
  CHECK((fs::status(cellar.root).permissions() & fs::perms::set_gid) != fs::perms::none);
  REQUIRE(cellar.bring(cellar.path("d1t01.flac"), "music"));
  struct stat seen{};
  REQUIRE(::stat(cellar.on_disk(cellar.path("d1t01.flac")).c_str(), &seen) == 0);
  CHECK(seen.st_gid == ::getgid());
  const auto strange = cellar.wait(cellar.vault.belong_to("no such group"));
  REQUIRE_FALSE(strange);
  CHECK(strange.error().code == Errc::invalid);
}

TEST_CASE("what stands in the row stands on the disk: dropping a part leaves no folder behind") {
  Cellar cellar;
  const auto where = cellar.path("disc 1/d1t01.flac");
  cellar.leave_part(where, "mus");
  REQUIRE(cellar.wait(cellar.vault.drop_part(where)));
  CHECK(tree(cellar.root) == std::set<std::string>{download::beneath::marker});
  REQUIRE(cellar.wait(cellar.vault.drop_part(where)));
}
