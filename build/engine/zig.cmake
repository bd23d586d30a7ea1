# Zig's clang, which brings the C library's headers of both systems; ZIG_TARGET and ZIG come from recipe.py.
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES ZIG ZIG_TARGET)
if("${ZIG_TARGET}" MATCHES windows)
    set(CMAKE_SYSTEM_NAME Windows)
    set(CMAKE_RC_COMPILER "${ZIG}")  # asked for, never used
else()
    set(CMAKE_SYSTEM_NAME Linux)
endif()
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_C_COMPILER "${ZIG}" cc)
set(CMAKE_CXX_COMPILER "${ZIG}" c++)
set(CMAKE_C_COMPILER_TARGET ${ZIG_TARGET})
set(CMAKE_CXX_COMPILER_TARGET ${ZIG_TARGET})
foreach(language C CXX)
    set(CMAKE_${language}_FLAGS_INIT "-fno-sanitize=all -g0")  # by default zig's clang traps and writes debug data
endforeach()
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)  # to link while configuring would compile libc++ once more
set(CMAKE_USER_MAKE_RULES_OVERRIDE "${CMAKE_CURRENT_LIST_DIR}/archiver.cmake")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
