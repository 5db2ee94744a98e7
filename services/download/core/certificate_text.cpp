#include "download/core/certificate.hpp"
#include "json/words.hpp"

#include <cmath>
#include <string>

namespace tapedeck::download {
namespace {

/// "  sha1      …", one fact a line.
void add_fact(std::string& page, std::string_view what, std::string_view fact) {
  constexpr std::size_t column = 12;
  page += "  " + std::string(what);
  page += std::string(what.size() < column ? column - what.size() : 1, ' ');
  page += std::string(fact) + "\n";
}

void add_digest(std::string& page, std::string_view what, const std::string& expected,
                const std::string& found) {
  if (expected.empty() && found.empty()) return;
  if (found.empty()) return add_fact(page, what, expected + " (compared when the file came)");
  if (expected.empty()) return add_fact(page, what, found + " (the item names none)");
  add_fact(
      page, what,
      expected == found ? found + " (as the item says)" : found + " AND THE ITEM SAYS " + expected);
}

/// To two places.
std::string decimal(double value) {
  const auto hundredths = std::llround(std::abs(value) * 100);
  const auto part = std::to_string(hundredths % 100);
  return (value < 0 && hundredths > 0 ? "-" : "") + std::to_string(hundredths / 100) + "." +
         (part.size() < 2 ? "0" : "") + part;
}

std::string shape_of(const audio::Hearing& hearing) {
  auto text = std::string(json::word_of(hearing.codec)) + ", " +
              std::to_string(hearing.sample_rate) + " Hz, " + std::to_string(hearing.channels) +
              (hearing.channels == 1 ? " channel" : " channels");
  if (hearing.bits > 0) text += ", " + std::to_string(hearing.bits) + " bits";
  return text + ", " + std::to_string(hearing.samples) + " samples";
}

void add_hearing(std::string& page, const audio::Hearing& hearing) {
  add_fact(page, "sound", shape_of(hearing));
  add_fact(page, "decoded",
           hearing.faults.empty() ? "whole, by " + hearing.decoder
                                  : "WITH FAULTS, by " + hearing.decoder);
  for (const auto& fault : hearing.faults)
    add_fact(page, "fault", fault);
  for (const auto& note : hearing.notes)
    add_fact(page, "note", note);
  if (!hearing.pcm_md5.empty()) {
    const auto& announced = hearing.announced_md5;
    const auto* const says = announced.empty()              ? ""
                             : announced == hearing.pcm_md5 ? " (as its STREAMINFO says)"
                                                            : " AND ITS STREAMINFO SAYS ANOTHER";
    add_fact(page, "samples", "md5 " + hearing.pcm_md5 + says);
  }
  if (hearing.loudness) add_fact(page, "loudness", decimal(*hearing.loudness) + " LUFS");
}

std::string sentence_of(const CertifiedFingerprint& print) {
  const auto text = print.filename + ": " + print.md5 + " " + print.name;
  switch (print.match) {
    case audio::Match::equal:
      return text + " (agrees)";
    case audio::Match::different:
      return text + " (DIFFERS)";
    case audio::Match::not_comparable:
      break;
  }
  return text + " (cannot be compared)";
}

void add_file(std::string& page, const CertifiedFile& file) {
  page += "\n" + file.filename + ": " + std::string(json::word_of(file.standing)) + "\n";
  if (!file.title.empty()) add_fact(page, "title", file.title);
  add_fact(page, "size", std::to_string(file.size));
  add_digest(page, "sha1", file.expected_sha1, file.found_sha1);
  add_digest(page, "md5", file.expected_md5, file.found_md5);
  if (file.verified_at) add_fact(page, "came", to_text(*file.verified_at));
  if (file.examined_at)
    add_fact(page, "examined", to_text(*file.examined_at) + " by " + file.examined_by);
  if (file.hearing) add_hearing(page, *file.hearing);
  if (!file.refusal.empty()) add_fact(page, "fault", file.refusal);
  for (const auto& print : file.fingerprints)
    add_fact(page, "taper", sentence_of(print));
}

}  // namespace

std::string to_plain_text(const Certificate& certificate) {
  std::string page = "Certificate of " + std::string(certificate.archive_identifier.text()) +
                     "\nIssued " + to_text(certificate.issued_at) + " by " + certificate.issued_by +
                     "\n\n" + certificate.summary + "\n";
  for (const auto& file : certificate.files)
    add_file(page, file);
  return page;
}

}  // namespace tapedeck::download
