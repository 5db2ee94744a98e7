#include "audio/fingerprints.hpp"

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <string>

using namespace tapedeck;
using namespace tapedeck::audio;

namespace {

using Kind = FingerprintKind;

constexpr std::string_view a_md5 = "0123456789abcdef0123456789abcdef";
constexpr std::string_view another_md5 = "ffffffffffffffffffffffffffffffff";

std::string line(std::string_view before, std::string_view behind) {
  return std::string(before).append(a_md5).append(behind);
}

Hearing lossless_hearing(Codec codec) {
  Hearing hearing;
  hearing.codec = codec;
  hearing.pcm_md5 = a_md5;
  hearing.wav_md5 = "cccccccccccccccccccccccccccccccc";
  return hearing;
}

}  // namespace

TEST_CASE("a taper's file is told by its name") {
  struct Case {
    std::string_view name;
    std::optional<Kind> kind;
  };
  for (const auto& c : std::to_array<Case>({
           {"gd1977-05-08.ffp", Kind::samples},
           {"gd77-05-08.FFP.txt", Kind::samples},
           {"ffp.txt", Kind::samples},
           {"gd77-ffp.txt", Kind::samples},
           {"gd77.st5", Kind::samples},
           {"gd77 fingerprint.txt", Kind::samples},
           {"disc 1/gd77.md5", Kind::file},
           {"shn.md5", Kind::file},
           {"gd77-05-08.txt", std::nullopt},
           {"d1t01.flac", std::nullopt},
           {"md5.flac", std::nullopt},
           {"", std::nullopt},
           {".txt", std::nullopt},
       })) {
    CAPTURE(c.name);
    CHECK(fingerprints_in(c.name) == c.kind);
  }
}

TEST_CASE("each way of writing a fingerprint is read") {
  struct Case {
    std::string_view why;
    std::string text;
    Kind kind;
    std::string_view name;
  };
  for (const auto& c : std::to_array<Case>({
           {"metaflac", line("d1t01.flac:", ""), Kind::samples, "d1t01.flac"},
           {"metaflac, with a blank", line("d1t01.flac: ", "\r\n"), Kind::samples, "d1t01.flac"},
           {"md5sum of a binary", line("", " *d1t01.flac"), Kind::file, "d1t01.flac"},
           {"md5sum of a text", line("", "  d1t01.shn\r\n"), Kind::file, "d1t01.shn"},
           {"shntool", line("", "  [shntool]  d1t01.flac"), Kind::samples, "d1t01.flac"},
           {"BSD", line("MD5 (d1t01 (live).flac) = ", ""), Kind::file, "d1t01 (live).flac"},
           {"capital digits", "0123456789ABCDEF0123456789ABCDEF *a.wav", Kind::file, "a.wav"},
           {"blanks around", line("   ", "   a b.flac  "), Kind::file, "a b.flac"},
           {"folders of Windows", line("", " *E:\\gd77\\d1\\a.flac"), Kind::file, "a.flac"},
           {"folders", line("", " *./d1/a.flac"), Kind::file, "a.flac"},
           {"Latin-1", line("", " *caf\xe9.flac"), Kind::file, "caf\xc3\xa9.flac"},
           {"a colon in the name", line("a:b.flac:", ""), Kind::samples, "a:b.flac"},
       })) {
    CAPTURE(c.why);
    const auto read = read_fingerprints(c.text, Kind::file);
    REQUIRE(read.size() == 1);
    CHECK(read[0] == Fingerprint{c.kind, std::string(c.name), std::string(a_md5)});
  }
  CHECK(read_fingerprints(line("", " *a.flac"), Kind::samples)[0].kind == Kind::samples);
}

TEST_CASE("what is no fingerprint is left out, and those around it are read") {
  const auto good = line("a.flac:", "");
  for (const auto& bad : std::to_array<std::string>({
           "",
           ";",
           "; written by hand",
           "a.flac:",
           "a.flac:0123",
           std::string(a_md5),
           line("", "0 *33 digits.flac"),
           line("", "  " + std::string(another_md5)),
           line("", " *"),
           line("", " *\x01.flac"),
           line("x", "") + "yz",
           line("", " *" + std::string(2'000, 'x')),
           std::string(100'000, 'f'),
       })) {
    CAPTURE(bad.substr(0, 60));
    const auto read = read_fingerprints(good + "\r\n" + bad + "\n" + good + "\r", Kind::file);
    REQUIRE(read.size() == 2);
    CHECK(read[0].name == "a.flac");
    CHECK(read[1] == read[0]);
  }
}

TEST_CASE("a file of any length gives no more fingerprints than a recording can have") {
  std::string text;
  for (std::size_t i = 0; i < most_fingerprints + 10; ++i)
    text += line("a.flac:", "\n");
  CHECK(read_fingerprints(text, Kind::samples).size() == most_fingerprints);
}

TEST_CASE("whatever names there are, what is written is read back") {
  std::minstd_rand dice(1'977);
  constexpr std::string_view letters = "abcxyzABC019 ._-()[]#&'+,;!@~\xc3\xa9";
  for (int round = 0; round < 500; ++round) {
    std::string name = "t";
    for (auto i = dice() % 40; i > 0; --i)
      name += letters[dice() % 29];
    name += ".flac";
    CAPTURE(name);
    for (const auto& text :
         {line(name + ":", ""), line("", " *" + name), line("", "  [shntool]  " + name)}) {
      const auto read = read_fingerprints(text, Kind::file);
      REQUIRE(read.size() == 1);
      CHECK(read[0].name == name);
    }
  }
}

TEST_CASE("a fingerprint is compared with the file it is for") {
  struct Case {
    std::string_view why;
    Fingerprint fingerprint;
    std::string_view file;
    Codec codec;
    std::optional<Match> match;
  };
  const FileSums sums{.bytes = 1, .md5 = "dddddddddddddddddddddddddddddddd"};
  const std::string pcm(a_md5);
  const std::string wav(32, 'c');
  const std::string bytes(32, 'd');
  const std::string wrong(32, 'e');
  using enum Match;
  for (const auto& c : std::vector<Case>{
           {"samples", {Kind::samples, "a.flac", pcm}, "a.flac", Codec::flac, equal},
           {"other samples", {Kind::samples, "a.flac", wrong}, "a.flac", Codec::flac, different},
           {"made into FLAC since", {Kind::samples, "a.shn", pcm}, "a.flac", Codec::flac, equal},
           {"of the WAV", {Kind::samples, "a.wav", pcm}, "disc 1/A.FLAC", Codec::flac, equal},
           {"without an ending", {Kind::samples, "a", pcm}, "a.flac", Codec::flac, equal},
           {"another file's", {Kind::samples, "b.flac", pcm}, "a.flac", Codec::flac, {}},
           {"a picture's", {Kind::samples, "a.jpg", pcm}, "a.flac", Codec::flac, {}},
           {"bytes", {Kind::file, "a.flac", bytes}, "a.flac", Codec::flac, equal},
           {"other bytes", {Kind::file, "a.flac", wrong}, "a.flac", Codec::flac, different},
           {"the WAV's bytes", {Kind::file, "a.wav", wav}, "a.flac", Codec::flac, equal},
           {"a WAV with another head",
            {Kind::file, "a.wav", wrong},
            "a.flac",
            Codec::flac,
            not_comparable},
           {"a WAV whose head is kept",
            {Kind::file, "a.wav", wrong},
            "a.shn",
            Codec::shorten,
            different},
           {"the bytes of what was made into it",
            {Kind::file, "a.shn", bytes},
            "a.flac",
            Codec::flac,
            {}},
       }) {
    CAPTURE(c.why);
    const auto hearing = lossless_hearing(c.codec);
    CHECK(compare(c.fingerprint, c.file, sums, &hearing) == c.match);
  }
}

TEST_CASE("a lossy file has no fingerprint of samples, nor has one that cannot be decoded") {
  const FileSums sums{.bytes = 1, .md5 = std::string(a_md5)};
  Hearing lossy;
  lossy.codec = Codec::mp3;
  const Fingerprint samples{Kind::samples, "a.flac", std::string(a_md5)};
  const Fingerprint wav{Kind::file, "a.wav", std::string(a_md5)};
  CHECK_FALSE(compare(samples, "a.mp3", sums, &lossy));
  CHECK_FALSE(compare(wav, "a.mp3", sums, &lossy));
  CHECK(compare(samples, "a.flac", sums, nullptr) == Match::not_comparable);
  CHECK(compare({Kind::file, "a.flac", std::string(a_md5)}, "a.flac", sums, nullptr) ==
        Match::equal);
}
