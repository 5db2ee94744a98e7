#include "fake_archive/paper.hpp"

#include "fake_archive/audio_plan.hpp"
#include "fake_archive/digests.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

namespace tapedeck::fake_archive {

namespace json = boost::json;

namespace {

std::string escape_xml(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string plain_text(const json::value& value) {
  return value.is_string() ? std::string(std::string_view(value.get_string()))
                           : json::serialize(value);
}

/// One element a member; a list becomes one element an entry, as in the Archive's own files.
std::string elements_of(const json::object& object) {
  std::string xml;
  for (const auto& [key, value] : object) {
    const std::string_view name = key;
    if (const auto* const list = value.if_array()) {
      for (const auto& entry : *list)
        xml += fmt::format("  <{0}>{1}</{0}>\n", name, escape_xml(plain_text(entry)));
    } else {
      xml += fmt::format("  <{0}>{1}</{0}>\n", name, escape_xml(plain_text(value)));
    }
  }
  return xml;
}

constexpr std::string_view xml_line = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// Calls `each` with every original that is lossless sound.
template <class Each>
void for_lossless(const Item& item, const std::vector<RawFile>& raw, Each each) {
  for (std::size_t i = 0; i < item.files.size(); ++i) {
    const auto& file = item.files[i].as_object();
    if (text_of(file, "source") != "original" || raw.at(i).sample_md5.empty()) continue;
    each(file, raw.at(i));
  }
}

}  // namespace

std::string info_text(const Item& item) {
  std::string text;
  for (const auto* const key : {"creator", "date", "venue", "coverage"}) {
    for (const auto& line : texts_of(item.metadata, key))
      text += line + "\n";
  }
  for (const auto* const key : {"source", "lineage", "taper", "transferer", "notes"}) {
    for (const auto& line : texts_of(item.metadata, key))
      text += fmt::format("\n{}: {}\n", key, line);
  }
  text += "\n";
  for (const auto& track : plan_audio(item)) {
    const auto& file = item.files[track.original].as_object();
    text += fmt::format("{}  {}\n", text_of(file, "name"), text_of(file, "title"));
  }
  return text;
}

std::string checksum_lines(const Item& item, const std::vector<RawFile>& raw, SumsOf what) {
  std::string lines;
  for_lossless(item, raw, [&](const json::object& file, const RawFile& made) {
    const auto sum = what == SumsOf::files ? md5_of(made.bytes) : made.sample_md5;
    const auto* const mark = what == SumsOf::files ? "*" : "[shntool]  ";
    lines += fmt::format("{} {}{}\r\n", sum, mark, text_of(file, "name"));
  });
  return lines;
}

std::string flac_fingerprints(const Item& item, const std::vector<RawFile>& raw) {
  std::string lines;
  for_lossless(item, raw, [&](const json::object& file, const RawFile& made) {
    if (coding_of(file) == Coding::flac)
      lines += fmt::format("{}:{}\r\n", text_of(file, "name"), made.sample_md5);
  });
  return lines;
}

std::string meta_xml(const Item& item) {
  return fmt::format("{}<metadata>\n{}</metadata>\n", xml_line, elements_of(item.metadata));
}

std::string reviews_xml(const Item& item) {
  std::string xml = fmt::format("{}<reviews>\n", xml_line);
  for (const auto& review : item.reviews)
    xml += fmt::format(" <review>\n{}</review>\n", elements_of(review.as_object()));
  return xml + "</reviews>\n";
}

std::string files_xml(const json::array& files) {
  std::string xml = fmt::format("{}<files>\n", xml_line);
  for (const auto& entry : files) {
    auto file = entry.as_object();
    const auto name = escape_xml(text_of(file, "name"));
    const auto source = text_of(file, "source");
    file.erase("name");
    file.erase("source");
    xml += fmt::format(" <file name=\"{}\" source=\"{}\">\n{} </file>\n", name, source,
                       elements_of(file));
  }
  return xml + "</files>\n";
}

std::string m3u(const Item& item) {
  std::string lines;
  for (const auto& entry : item.files) {
    const auto& file = entry.as_object();
    if (text_of(file, "format") != "VBR MP3") continue;
    lines += fmt::format("http://www.archive.org/download/{}/{}\n", item.identifier,
                         text_of(file, "name"));
  }
  return lines;
}

}  // namespace tapedeck::fake_archive
