/* For wine 10 alone, never in what is shipped: its C library stops at functions that NumPy asks for at import.
   This stands in wine's own folder in front of the real one, to which build/windows.py has it forward all else. */
typedef struct { float real, imaginary; } float_complex;
typedef struct { double real, imaginary; } double_complex;

int _fltused;

__declspec(dllexport) float crealf(float_complex z) { return z.real; }
__declspec(dllexport) float cimagf(float_complex z) { return z.imaginary; }
__declspec(dllexport) double creal(double_complex z) { return z.real; }
__declspec(dllexport) double cimag(double_complex z) { return z.imaginary; }

int DllMainCRTStartup(void *module, unsigned reason, void *reserved) { return 1; }
