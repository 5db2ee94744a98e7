#include "http/openapi.hpp"
#include "json/document.hpp"
#include "json/writer.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace tapedeck::http {
namespace {

using Names = std::map<std::string, std::string>;   // what a schema was called, what it is now
using Entry = std::pair<std::string, std::string>;  // a name and its JSON, in the order of coming

constexpr std::string_view schema_prefix = "#/components/schemas/";

const Entry* find(const std::vector<Entry>& entries, std::string_view name) {
  const auto found = std::ranges::find(entries, name, &Entry::first);
  return found != entries.end() ? &*found : nullptr;
}

std::string renamed(std::string_view reference, const Names& names) {
  if (!reference.starts_with(schema_prefix)) return std::string(reference);
  const auto found = names.find(std::string(reference.substr(schema_prefix.size())));
  return found != names.end() ? std::string(schema_prefix) + found->second : std::string(reference);
}

/// Writes `node` with its references to schemas as `names` has them.
void put(json::Writer& out, json::Node node, const Names& names) {
  if (node.is_object()) {
    out.begin_object();
    for (std::size_t i = 0; i < node.size(); ++i) {
      out.key(node.name(i));
      const auto text = node.value(i).string();
      if (node.name(i) == "$ref" && text) {
        out.string(renamed(*text, names));
      } else {
        put(out, node.value(i), names);
      }
    }
    out.end_object();
  } else if (node.is_array()) {
    out.begin_array();
    for (std::size_t i = 0; i < node.size(); ++i)
      put(out, node.entry(i), names);
    out.end_array();
  } else {
    out.raw(node.text());
  }
}

std::string text_of(json::Node node, const Names& names) {
  json::Writer out;
  put(out, node, names);
  return out.take();
}

/// What `there` takes and gives, by the name of `here`. Both are operations.
std::string described_by(const std::string& here, const std::string& there) {
  const auto own = json::Document::parse(here);
  const auto other = json::Document::parse(there);
  if (!own || !other) return here;
  json::Writer out;
  out.begin_object();
  for (std::size_t i = 0; i < other->root().size(); ++i) {
    const auto name = other->root().name(i);
    const bool is_name = name == "operationId" || name == "summary" || name == "tags";
    const auto ours = own->root().member(name);
    out.key(name);
    put(out, is_name && ours ? *ours : other->root().value(i), {});
  }
  out.end_object();
  return out.take();
}

/// Whether nothing but a service's token opens the operation.
bool is_for_services(json::Node operation) {
  const auto security = operation.member("security");
  return security && security->is_array() && security->size() == 1 &&
         security->entry(0).member("service_token");
}

/// What the documents together say.
class Merger {
 public:
  /// False when `root` is no OpenAPI document.
  bool add(const std::string& service, json::Node root);

  void describe(const SamePath& same);

  std::string document(const ApiInfo& info);

 private:
  struct Path {
    std::string path;
    std::vector<Entry> verbs;
  };

  [[nodiscard]] Names names_for(const std::string& service, json::Node schemas) const;
  void add_section(std::vector<Entry>& section, json::Node from, const Names& names);
  void add_paths(json::Node paths, const Names& names);

  bool first_ = true;
  std::vector<Path> paths_;
  std::vector<Entry> schemas_;
  std::vector<Entry> responses_;
  std::vector<Entry> security_schemes_;
};

bool Merger::add(const std::string& service, json::Node root) {
  const auto paths = root.member("paths");
  const auto components = root.member("components");
  if (!root.member("openapi") || !paths || !paths->is_object() || !components) return false;
  const auto schemas = components->member("schemas");
  const auto responses = components->member("responses");
  const auto security = components->member("securitySchemes");
  if (!schemas || !responses || !security) return false;

  const auto names = names_for(service, *schemas);
  add_section(schemas_, *schemas, names);
  add_section(responses_, *responses, names);
  add_section(security_schemes_, *security, names);
  add_paths(*paths, names);
  first_ = false;
  return true;
}

/// New names for the schemas whose names are taken by others. A schema that refers to a renamed one
/// has changed by that, so its name may be taken too: we look until nothing changes.
Names Merger::names_for(const std::string& service, json::Node schemas) const {
  Names names;
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < schemas.size(); ++i) {
      std::string name(schemas.name(i));
      const auto* taken = find(schemas_, name);
      if (taken == nullptr || names.contains(name)) continue;
      if (taken->second == text_of(schemas.value(i), names)) continue;
      names[name] = service + '_' + name;
      changed = true;
    }
  }
  return names;
}

void Merger::add_section(std::vector<Entry>& section, json::Node from, const Names& names) {
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::string name(from.name(i));
    if (&section == &schemas_) {
      if (const auto now = names.find(name); now != names.end()) name = now->second;
    }
    if (find(section, name) == nullptr) {
      section.emplace_back(std::move(name), text_of(from.value(i), names));
    }
  }
}

void Merger::add_paths(json::Node paths, const Names& names) {
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const auto name = paths.name(i);
    const auto verbs = paths.value(i);
    for (std::size_t v = 0; v < verbs.size(); ++v) {
      if (!first_ && is_for_services(verbs.value(v))) continue;
      auto path = std::ranges::find(paths_, name, &Path::path);
      if (path == paths_.end()) path = paths_.insert(path, {std::string(name), {}});
      if (find(path->verbs, verbs.name(v)) == nullptr) {
        path->verbs.emplace_back(verbs.name(v), text_of(verbs.value(v), names));
      }
    }
  }
}

void Merger::describe(const SamePath& same) {
  const auto here = std::ranges::find(paths_, same.here, &Path::path);
  const auto there = std::ranges::find(paths_, same.there, &Path::path);
  if (here == paths_.end() || there == paths_.end()) return;
  for (auto& [verb, text] : here->verbs) {
    if (const auto* owned = find(there->verbs, verb)) text = described_by(text, owned->second);
  }
}

void put_entries(json::Writer& out, std::string_view name, const std::vector<Entry>& entries) {
  out.key(name);
  out.begin_object();
  for (const auto& [key, text] : entries) {
    out.key(key);
    out.raw(text);
  }
  out.end_object();
}

std::string Merger::document(const ApiInfo& info) {
  std::ranges::sort(schemas_);
  json::Writer out;
  out.begin_object();
  out.member("openapi", "3.1.0");
  out.key("info");
  out.begin_object();
  out.member("title", info.service);
  out.member("version", info.version);
  out.member("description", info.description);
  out.end_object();
  out.key("paths");
  out.begin_object();
  for (const auto& path : paths_)
    put_entries(out, path.path, path.verbs);
  out.end_object();
  out.key("components");
  out.begin_object();
  put_entries(out, "schemas", schemas_);
  put_entries(out, "responses", responses_);
  put_entries(out, "securitySchemes", security_schemes_);
  out.end_object();
  out.end_object();
  return out.take();
}

}  // namespace

Result<std::string> merged_openapi_document(const ApiInfo& info,
                                            const std::vector<ServiceDocument>& documents,
                                            const std::vector<SamePath>& same) {
  Merger merger;
  for (const auto& [service, text] : documents) {
    const auto document = json::Document::parse(text);
    if (!document || !merger.add(service, document->root())) {
      return fail(Errc::bad_upstream, "A part of Tapedeck did not say what can be asked of it.",
                  "no OpenAPI document from " + service);
    }
  }
  for (const auto& one : same)
    merger.describe(one);
  return merger.document(info);
}

}  // namespace tapedeck::http
