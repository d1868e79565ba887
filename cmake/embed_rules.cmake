# Writes the files of rules/common as initializers of an array, one a file.
# Run as: cmake -DFOLDER=rules/common -DOUTPUT=file.inc -P embed_rules.cmake
file(GLOB rules "${FOLDER}/*.roo")
list(SORT rules)
set(text "")
foreach(rule IN LISTS rules)
  get_filename_component(name "${rule}" NAME)
  file(READ "${rule}" content)
  string(APPEND text "{\"${name}\", R\"rules(${content})rules\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "${text}")
