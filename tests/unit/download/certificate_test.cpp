#include "download/core/certificate.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

using namespace tapedeck;
using namespace tapedeck::download;

namespace {

const ItemIdentifier certified_item = *ItemIdentifier::parse("gd77-05-08.sbd.shnf");
const std::string sound_md5(32, 'c');
constexpr Instant issue_time{std::chrono::milliseconds(1'700'000'000'000)};

/// A FLAC file with which nothing is wrong.
Evidence good_flac(std::string_view name) {
  const std::string sha1(40, 'a');
  const std::string md5(32, 'b');
  Evidence evidence{.job = Job{.id = JobId::make(),
                               .user = UserId::make(),
                               .item = certified_item,
                               .file = *archive::FileName::parse(name)}};
  evidence.job.expected = {
      .bytes = 1'000, .sha1 = archive::Sha1::parse(sha1), .md5 = archive::Md5::parse(md5)};
  evidence.job.completed = issue_time;
  evidence.is_sound = true;
  evidence.is_decoded = true;
  evidence.sums = audio::FileSums{.bytes = 1'000, .md5 = md5, .sha1 = sha1};
  evidence.examined_at = issue_time;
  evidence.examined_by = "Tapedeck 0.1.0";
  audio::Hearing hearing;
  hearing.decoder = "libFLAC 1.4.2";
  hearing.sample_rate = 44'100;
  hearing.channels = 2;
  hearing.bits = 16;
  hearing.samples = 44'100;
  hearing.pcm_md5 = sound_md5;
  hearing.announced_md5 = sound_md5;
  hearing.loudness = -18.5;
  hearing.waveform = "AAAA";
  evidence.hearing = hearing;
  return evidence;
}

std::vector<TapersFile> ffp(std::string md5) {
  return {{"gd77.ffp", {{audio::FingerprintKind::samples, "t1.flac", std::move(md5)}}}};
}

Certificate certificate_of(Evidence evidence, const std::vector<TapersFile>& tapers = {}) {
  std::vector<Evidence> files;
  files.push_back(std::move(evidence));
  return certify(certified_item, std::move(files), tapers, issue_time, "Tapedeck 0.1.0");
}

}  // namespace

TEST_CASE("a file is certified by what is known of it") {
  struct Case {
    std::string_view why;
    void (*change)(Evidence&);
    Standing standing;
  };
  for (const auto& c : std::vector<Case>{
           {"whole", [](Evidence&) {}, Standing::proven},
           {"of other bytes than the item says",
            [](Evidence& e) { e.sums->sha1 = std::string(40, 'f'); }, Standing::faulty},
           {"of another MD5 than the item says",
            [](Evidence& e) { e.sums->md5 = std::string(32, 'f'); }, Standing::faulty},
           {"of other bytes than came",
            [](Evidence& e) {
              e.job.expected = {};
              e.job.content = archive::Sha1::parse(std::string(40, 'f'));
            },
            Standing::faulty},
           {"damaged", [](Evidence& e) { e.hearing->faults = {"It is damaged."}; },
            Standing::faulty},
           {"not to be decoded",
            [](Evidence& e) { e.hearing.reset(), e.refusal = "There is no sound in it."; },
            Standing::faulty},
           {"not examined yet", [](Evidence& e) { e.hearing.reset(), e.sums.reset(); },
            Standing::unexamined},
           {"of a kind that nobody here decodes",
            [](Evidence& e) { e.hearing.reset(), e.sums.reset(), e.is_decoded = false; },
            Standing::undecoded},
           {"no sound at all",
            [](Evidence& e) { e.hearing.reset(), e.sums.reset(), e.is_sound = false; },
            Standing::proven},
           {"not there", [](Evidence& e) { e.is_there = false; }, Standing::missing},
           {"of an item that names no digest",
            [](Evidence& e) { e.job.expected = {}, e.sums->sha1 = std::string(40, 'f'); },
            Standing::proven}}) {
    CAPTURE(c.why);
    auto evidence = good_flac("t1.flac");
    c.change(evidence);
    const auto certificate = certificate_of(std::move(evidence));
    REQUIRE(certificate.files.size() == 1);
    CHECK(certificate.files[0].standing == c.standing);
  }
}

TEST_CASE("the taper's fingerprint of the sound decides, with the file that says so") {
  const auto equal = certificate_of(good_flac("t1.flac"), ffp(sound_md5));
  REQUIRE(equal.files[0].fingerprints.size() == 1);
  CHECK(equal.files[0].fingerprints[0].filename == "gd77.ffp");
  CHECK(equal.files[0].fingerprints[0].match == audio::Match::equal);
  CHECK(equal.files[0].standing == Standing::proven);

  const auto different = certificate_of(good_flac("t1.flac"), ffp(std::string(32, 'e')));
  CHECK(different.files[0].fingerprints[0].match == audio::Match::different);
  CHECK(different.files[0].standing == Standing::faulty);

  CHECK(certificate_of(good_flac("t2.flac"), ffp(sound_md5)).files[0].fingerprints.empty());
}

TEST_CASE("a file that was only tagged anew since the taper's .md5 is not faulty for it") {
  const std::vector<TapersFile> tapers{
      {"gd77.md5", {{audio::FingerprintKind::file, "t1.flac", std::string(32, 'e')}}}};
  const auto certificate = certificate_of(good_flac("t1.flac"), tapers);
  CHECK(certificate.files[0].fingerprints[0].match == audio::Match::different);
  CHECK(certificate.files[0].standing == Standing::proven);
}

TEST_CASE("a certificate sums up, in the order of the names, without waveforms") {
  std::vector<Evidence> files;
  files.push_back(good_flac("t2.flac"));
  files.push_back(good_flac("t1.flac"));
  auto certificate = certify(certified_item, files, ffp(sound_md5), issue_time, "Tapedeck 0.1.0");
  CHECK(certificate.files[0].filename == "t1.flac");
  CHECK(certificate.files[1].hearing->waveform.empty());
  CHECK(certificate.summary ==
        "2 finished files. 2 were decoded from the first sample to the last without a fault. Of 1 "
        "fingerprint that the taper wrote 1 agrees. Nothing is known to be wrong.");

  files[0].hearing->faults = {"It is damaged at 0:01."};
  certificate = certify(certified_item, files, {}, issue_time, "Tapedeck 0.1.0");
  CHECK(certificate.summary ==
        "2 finished files. 1 was decoded from the first sample to the last without a fault. 1 is "
        "faulty: see below.");
}

TEST_CASE("a certificate is a page of text to keep") {
  const auto page = to_plain_text(certificate_of(good_flac("t1.flac"), ffp(sound_md5)));
  CHECK(page ==
        "Certificate of gd77-05-08.sbd.shnf\n"
        "Issued 2023-11-14T22:13:20.000Z by Tapedeck 0.1.0\n"
        "\n"
        "1 finished file. 1 was decoded from the first sample to the last without a fault. Of 1 "
        "fingerprint that the taper wrote 1 agrees. Nothing is known to be wrong.\n"
        "\n"
        "t1.flac: proven\n"
        "  size        1000\n"
        "  sha1        aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (as the item says)\n"
        "  md5         bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb (as the item says)\n"
        "  came        2023-11-14T22:13:20.000Z\n"
        "  examined    2023-11-14T22:13:20.000Z by Tapedeck 0.1.0\n"
        "  sound       flac, 44100 Hz, 2 channels, 16 bits, 44100 samples\n"
        "  decoded     whole, by libFLAC 1.4.2\n"
        "  samples     md5 cccccccccccccccccccccccccccccccc (as its STREAMINFO says)\n"
        "  loudness    -18.50 LUFS\n"
        "  taper       gd77.ffp: cccccccccccccccccccccccccccccccc t1.flac (agrees)\n");
}

TEST_CASE("a page of text says aloud what is wrong") {
  auto evidence = good_flac("t1.flac");
  evidence.sums->sha1 = std::string(40, 'f');
  evidence.hearing->faults = {"It is damaged at 0:01."};
  const auto page = to_plain_text(certificate_of(std::move(evidence), ffp(std::string(32, 'e'))));
  for (const std::string_view words : {"t1.flac: faulty\n", "AND THE ITEM SAYS aaaa", "WITH FAULTS",
                                       "It is damaged at 0:01.", "(DIFFERS)"}) {
    CAPTURE(words);
    CHECK(page.contains(words));
  }
}
