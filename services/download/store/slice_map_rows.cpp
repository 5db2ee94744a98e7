#include "download/store/slice_map_rows.hpp"

namespace tapedeck::download::rows {

Result<std::optional<KeptSlices>> find_slices(database::Connection& db, const JobId& id) {
  return db.one<KeptSlices>({"download.find_slices", R"(
    select file_size, map, reason from slice_maps where download_id = :id
  )"},
                            id);
}

Result<void> keep_slices(database::Connection& db, const JobId& id, const KeptSlices& slices) {
  auto ran = db.run({"download.keep_slices", R"(
    insert into slice_maps (download_id, file_size, map, reason)
    values (:id, :file_size, :map, :reason)
    on conflict (download_id) do update
      set file_size = excluded.file_size, map = excluded.map, reason = excluded.reason
  )"},
                    id, slices.file_size, slices.map, slices.reason);
  if (!ran) return failure(ran);
  return {};
}

}  // namespace tapedeck::download::rows
