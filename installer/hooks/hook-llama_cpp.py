"""The engine's libraries, all variants of it, which it loads by their paths."""

from PyInstaller.utils.hooks import collect_dynamic_libs

binaries = collect_dynamic_libs("llama_cpp", search_patterns=["*.dll", "lib*.so"])
excludedimports = ["llama_cpp.server"]
