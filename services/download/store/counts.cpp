#include "download/store/counts.hpp"

#include <boost/describe.hpp>

namespace tapedeck::download {
namespace {

struct Counts {
  std::int64_t downloads = 0;
  std::int64_t waiting_downloads = 0;
  std::int64_t running_downloads = 0;
  std::int64_t completed_downloads = 0;
  std::int64_t failed_downloads = 0;
  std::int64_t vault_bytes = 0;
};
BOOST_DESCRIBE_STRUCT(Counts, (),
                      (downloads, waiting_downloads, running_downloads, completed_downloads,
                       failed_downloads, vault_bytes))

}  // namespace

Result<std::map<std::string, std::int64_t>> count(database::Connection& db) {
  auto found = db.value<Counts>({"download.count", R"(
    select (select count(*) from downloads),
           (select count(*) from downloads where status = 'pending'),
           (select count(*) from downloads where status in ('downloading', 'verifying')),
           (select count(*) from downloads where status = 'completed'),
           (select count(*) from downloads where status = 'failed'),
           (select cast(coalesce(sum(file_size), 0) as bigint) from downloads where status = 'completed')
  )"});
  if (!found) return failure(found);
  return std::map<std::string, std::int64_t>{
      {"downloads", found->downloads},
      {"waiting_downloads", found->waiting_downloads},
      {"running_downloads", found->running_downloads},
      {"completed_downloads", found->completed_downloads},
      {"failed_downloads", found->failed_downloads},
      {"vault_bytes", found->vault_bytes},
  };
}

}  // namespace tapedeck::download
