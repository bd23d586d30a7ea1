/* For wine 10 alone, never in what is shipped: Windows 10 has these, and Qt asks for them by name. None converts anything. */
#define STAND_IN __declspec(dllexport)

static void *none(int *error) { if (error) *error = 16; return 0; }  /* U_UNSUPPORTED_ERROR */

STAND_IN void *ucnv_open(const char *name, int *error) { return none(error); }
STAND_IN void ucnv_close(void *converter) {}
STAND_IN void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
STAND_IN void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}
STAND_IN void ucnv_reset(void *converter) {}
STAND_IN signed char ucnv_getMaxCharSize(void *converter) { return 1; }
STAND_IN const char *ucnv_getName(void *converter, int *error) { return none(error); }
STAND_IN void ucnv_getToUCallBack(void) {}
STAND_IN void ucnv_getFromUCallBack(void) {}
STAND_IN void ucnv_setToUCallBack(void) {}
STAND_IN void ucnv_setFromUCallBack(void) {}
STAND_IN void ucnv_cbToUWriteUChars(void) {}
STAND_IN void ucnv_toUnicode(void) {}
STAND_IN void ucnv_fromUnicode(void) {}
STAND_IN void ucnv_cbFromUWriteUChars(void) {}
STAND_IN int ucnv_toUCountPending(void *converter, int *error) { return 0; }
STAND_IN int ucnv_fromUCountPending(void *converter, int *error) { return 0; }
STAND_IN const char *ucnv_getStandardName(const char *name, const char *standard, int *error) { return none(error); }
STAND_IN const char *ucnv_getAvailableName(int number) { return 0; }
STAND_IN int ucnv_countAvailable(void) { return 0; }

int DllMainCRTStartup(void *module, unsigned reason, void *reserved) { return 1; }
