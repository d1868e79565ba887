# Writes the pages of docs/diagnostics as initializers of an array, one a page.
# Run as: cmake -DFOLDER=docs/diagnostics -DOUTPUT=file.inc -P embed_pages.cmake
file(GLOB pages "${FOLDER}/R*.md")
list(SORT pages)
set(text "")
foreach(page IN LISTS pages)
  get_filename_component(code "${page}" NAME_WE)
  file(READ "${page}" content)
  string(APPEND text "{\"${code}\", R\"page(${content})page\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "${text}")
