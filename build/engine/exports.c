/* Windows only. Zig links parts of the C library into each library, and lld would export them with the rest: the next
   library that links both would then find them twice ("duplicate symbol: atexit"). */
__asm__(".section .drectve,\"yni\"\n"
        ".ascii \" -exclude-symbols:atexit -exclude-symbols:_CRT_INIT -exclude-symbols:DllMainCRTStartup"
        " -exclude-symbols:__mingw_module_is_dll\"\n");
