#include "download/store/hearing_rows.hpp"

#include <utility>

namespace tapedeck::download::rows {

Result<std::optional<KeptHearing>> find_hearing(database::Connection& db, const JobId& id) {
  return db.one<KeptHearing>({"download.find_hearing", R"(
    select file_size, modified_at, md5, sha1, heard_at, program, hearing, reason
    from hearings where download_id = :id
  )"},
                             id);
}

Result<std::map<JobId, KeptHearing>> find_hearings(database::Connection& db, const UserId& user,
                                                   const ItemIdentifier& item) {
  std::map<JobId, KeptHearing> hearings;
  auto rows = db.all<JobId, std::uint64_t, Instant, std::string, std::string, Instant, std::string,
                     std::string, std::string>({"download.find_hearings", R"(
    select h.download_id, h.file_size, h.modified_at, h.md5, h.sha1, h.heard_at, h.program, h.hearing, h.reason
    from downloads d join hearings h on h.download_id = d.id
    where d.user_id = :user_id and d.archive_identifier = :item
  )"},
                                               user, item);
  if (!rows) return failure(rows);
  for (auto& [id, file_size, modified_at, md5, sha1, heard_at, program, hearing, reason] : *rows) {
    hearings.emplace(id,
                     KeptHearing{file_size, modified_at, std::move(md5), std::move(sha1), heard_at,
                                 std::move(program), std::move(hearing), std::move(reason)});
  }
  return hearings;
}

Result<void> keep_hearing(database::Connection& db, const JobId& id, const KeptHearing& hearing,
                          const std::optional<KeptSlices>& slices) {
  auto ran = db.run({"download.keep_hearing", R"(
    insert into hearings
      (download_id, file_size, modified_at, md5, sha1, heard_at, program, hearing, reason)
    values (:id, :file_size, :modified_at, :md5, :sha1, :heard_at, :program, :hearing, :reason)
    on conflict (download_id) do update
      set file_size = excluded.file_size, modified_at = excluded.modified_at,
          md5 = excluded.md5, sha1 = excluded.sha1,
          heard_at = excluded.heard_at, program = excluded.program, hearing = excluded.hearing,
          reason = excluded.reason
  )"},
                    id, hearing.file_size, hearing.modified_at, hearing.md5, hearing.sha1,
                    hearing.heard_at, hearing.program, hearing.hearing, hearing.reason);
  if (!ran) return failure(ran);
  if (!slices) return {};
  return keep_slices(db, id, *slices);
}

}  // namespace tapedeck::download::rows
