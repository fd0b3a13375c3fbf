// SPDX-License-Identifier: GPL-2.0-only
#include "build_id.h"

#include <fcntl.h>
#include <gelf.h>
#include <sha1.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "text.h"

static char *hexadecimal(const unsigned char *bytes, size_t count)
{
	char *text = memory_resize(NULL, 2 * count + 1);

	text[0] = '\0';
	for (size_t i = 0; i < count; i++) {
		text[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
		text[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
		text[2 * i + 2] = '\0';
	}
	return text;
}

static char *find_in(Elf_Data *notes)
{
	size_t at = 0, name, description;
	GElf_Nhdr note;

	while (notes && (at = gelf_getnote(notes, at, &note, &name, &description)) > 0)
		if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 &&
		    !memcmp((char *)notes->d_buf + name, "GNU", 4))
			return hexadecimal((unsigned char *)notes->d_buf + description,
					   note.n_descsz);
	return NULL;
}

static char *linker_id(int fd)
{
	char *found = NULL;
	Elf_Scn *section = NULL;
	GElf_Shdr header;
	Elf *elf;

	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ, NULL);
	while (elf && !found && (section = elf_nextscn(elf, section)))
		if (gelf_getshdr(section, &header) && header.sh_type == SHT_NOTE)
			found = find_in(elf_getdata(section, NULL));
	elf_end(elf);
	return found;
}

char *build_id(const char *program)
{
	char digest[SHA1_DIGEST_STRING_LENGTH], *id = NULL;
	int fd = open(program, O_RDONLY | O_CLOEXEC);

	if (fd >= 0) {
		id = linker_id(fd);
		close(fd);
	}
	if (!id && SHA1File(program, digest))
		id = text_format("%s", digest);
	return id ? id : text_format("%s", "");
}
