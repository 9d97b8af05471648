import { LOCAL_USER_ID } from '#records/users.ts';

/** Who works here: until there is sign-in, the one local user that every data folder has. */
export function currentUserId(): string {
	return LOCAL_USER_ID;
}
